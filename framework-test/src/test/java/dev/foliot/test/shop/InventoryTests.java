package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.AggregateScenario;
import dev.foliot.test.shop.Shop.StockReceived;
import dev.foliot.test.shop.Shop.StockReserved;
import org.junit.jupiter.api.Test;

/** Level 1 as a user writes it: an event-sourced aggregate. */
class InventoryTests {
  @Test
  void reservesAvailableStock() {
    AggregateScenario.of(Inventory.class)
        .given(new StockReceived("prod-1", 10))
        .when(stock -> stock.reserve("ord-1", 4))
        .thenRaised(new StockReserved("prod-1", "ord-1", 4))
        .andState(stock -> assertThat(stock.available()).isEqualTo(6));
  }

  @Test
  void refusesMoreThanAvailable() {
    AggregateScenario.of(Inventory.class)
        .given(new StockReceived("prod-1", 1))
        .when(stock -> stock.reserve("ord-1", 4))
        .thenRejected(OutOfStockException.class)
        .andNothingRaised();
  }
}
