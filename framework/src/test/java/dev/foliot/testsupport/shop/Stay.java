package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;

/** An aggregate with two fields as its key. */
@Aggregate
@Entity
@IdClass(Stay.Key.class)
public class Stay extends Shaped {
  @Id private String room = "";
  @Id private int night;
  private String guest = "";

  /**
   * @param room the first part
   * @param night the second part
   */
  public record Key(String room, int night) implements Serializable {}

  protected Stay() {}

  public Stay(String room, int night) {
    this.room = room;
    this.night = night;
  }

  @Override
  public String id() {
    return room + "/" + night;
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
