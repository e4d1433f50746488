package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.test.Flow;
import dev.foliot.test.SyncFlowTest;
import dev.foliot.test.shop.Shop.OrderPlaced;
import dev.foliot.test.shop.Shop.PlaceOrder;
import dev.foliot.test.shop.Shop.ReceiveStock;
import dev.foliot.test.shop.Shop.StockReserved;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Level 2 as a user writes it. */
@SyncFlowTest
class OrderFlowIntegrationTests {
  @Autowired Domain domain;

  @Test
  void placingAnOrderFillsTheDashboard() {
    domain.process(new PlaceOrder("ord-001", "prod-1", 4));

    assertThat(domain.viewFor(OrderDashboard.class).get("ord-001").status()).isEqualTo("placed");
  }

  @Test
  void placingAnOrderReservesStock(Flow flow) {
    domain.process(new ReceiveStock("prod-1", 10));

    domain.process(new PlaceOrder("ord-001", "prod-1", 4));

    assertThat(flow).published(OrderPlaced.class).published(StockReserved.class, 1).nothingParked();
    assertThat(domain.repositoryFor(Inventory.class).get("prod-1").available()).isEqualTo(6);
  }
}
