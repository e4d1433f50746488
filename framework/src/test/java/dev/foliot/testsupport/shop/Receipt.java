package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.testsupport.shop.Shop.TicketOpened;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** A state-stored aggregate whose id the insert makes. */
@Aggregate
@Entity
public class Receipt extends StateStoredAggregate {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  private @Nullable Long number;

  private String title = "";

  protected Receipt() {}

  @SuppressWarnings("this-escape") // raise asks for nothing that a subclass would still set
  public Receipt(String title) {
    this.title = title;
    raise(new TicketOpened(title));
  }

  /** Null until the row is inserted. */
  @Override
  public @Nullable String id() {
    return number == null ? null : number.toString();
  }

  public String title() {
    return title;
  }
}
