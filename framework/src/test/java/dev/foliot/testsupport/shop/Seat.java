package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import java.io.Serializable;

/** An aggregate whose key is an object. */
@Aggregate
@Entity
public class Seat extends Shaped {
  @EmbeddedId private Place place = new Place("", 0);
  private String guest = "";

  /**
   * @param hall the first part
   * @param number the second part
   */
  @Embeddable
  public record Place(String hall, int number) implements Serializable {}

  protected Seat() {}

  public Seat(String hall, int number) {
    place = new Place(hall, number);
  }

  @Override
  public String id() {
    return place.hall() + "/" + place.number();
  }

  @Override
  public void set(String text) {
    guest = text;
  }

  @Override
  public String text() {
    return guest;
  }
}
