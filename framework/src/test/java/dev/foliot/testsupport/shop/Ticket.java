package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Invariant;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.testsupport.shop.Shop.TicketOpened;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

/** A state-stored aggregate whose id the database generates. */
@Aggregate
@Entity
public class Ticket extends StateStoredAggregate {
  @Id @GeneratedValue private @Nullable Long number;
  private String title = "";

  protected Ticket() {}

  @SuppressWarnings("this-escape") // raise asks for nothing that a subclass would still set
  public Ticket(String title) {
    this.title = title;
    raise(new TicketOpened(title));
  }

  /** Fails until the id is generated. */
  @Override
  public String id() {
    return number.toString();
  }

  @Invariant
  boolean hasATitle() {
    return !title.isEmpty();
  }
}
