package dev.foliot.testsupport.shop;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.testsupport.shop.Shop.TicketOpened;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** A state-stored aggregate whose id() is not its {@code @Id}, so that JPA lets it change. */
@Aggregate
@Entity
public class Page extends StateStoredAggregate {
  @Id private String pageId = "";
  private String address = "";

  protected Page() {}

  public Page(String pageId, String address) {
    this.pageId = pageId;
    this.address = address;
  }

  @Override
  public String id() {
    return address;
  }

  public void moveTo(String newAddress) {
    address = newAddress;
  }

  public void edit(String title) {
    raise(new TicketOpened(title));
  }
}
