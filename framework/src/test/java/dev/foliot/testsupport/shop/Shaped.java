package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.testsupport.shop.Shop.TicketOpened;
import jakarta.persistence.MappedSuperclass;

/** What the aggregates of each way to map an entity have in common. */
@MappedSuperclass
public abstract class Shaped extends StateStoredAggregate {
  /** Changes no field of its own. */
  public void raiseOnly(String title) {
    raise(new TicketOpened(title));
  }

  /** Changes a field of its most specific class. */
  public void change(String text, String title) {
    set(text);
    raise(new TicketOpened(title));
  }

  /** Changes a field, and raises nothing. */
  public abstract void set(String text);

  public abstract String text();
}
