package dev.foliot.sample.inventory;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.aggregate.InvariantViolationException;
import dev.foliot.test.AggregateScenario;
import org.junit.jupiter.api.Test;

/** Level 1: what happened before, what is done, what is raised. */
// docs: test
class InventoryTests {
  private final AggregateScenario<Inventory> inventory = AggregateScenario.of(Inventory.class);

  @Test
  void reservesAvailableStock() {
    inventory
        .given(new StockReceived("pendulum", 10, "main"))
        .when(stock -> stock.reserve("ord-1", 4))
        .thenRaised(new StockReserved("pendulum", "ord-1", 4))
        .andState(stock -> assertThat(stock.available()).isEqualTo(6))
        .andState(stock -> assertThat(stock.reserved()).isEqualTo(4));
  }

  // docs: end
  // docs: test
  @Test
  void refusesMoreThanAvailable() {
    inventory
        .given(new StockReceived("pendulum", 1, "main"))
        .when(stock -> stock.reserve("ord-1", 4))
        .thenRejected(OutOfStockException.class)
        .andNothingRaised();
  }

  // docs: end
  @Test
  void releasesWhatWasReserved() {
    inventory
        .given(new StockReceived("pendulum", 10, "main"), new StockReserved("pendulum", "ord-1", 4))
        .when(stock -> stock.release("ord-1"))
        .thenRaised(new StockReleased("pendulum", "ord-1", 4))
        .andState(stock -> assertThat(stock.available()).isEqualTo(10));
  }

  @Test
  void shipsWhatWasReserved() {
    inventory
        .given(new StockReceived("pendulum", 10, "main"), new StockReserved("pendulum", "ord-1", 4))
        .when(stock -> stock.ship("ord-1"))
        .thenRaised(new StockShipped("pendulum", "ord-1", 4))
        .andState(stock -> assertThat(stock.reserved()).isZero());
  }

  @Test
  void releasesNothingOfOthers() {
    inventory
        .given(new StockReceived("pendulum", 10, "main"), new StockReserved("pendulum", "ord-1", 4))
        .when(stock -> stock.release("ord-2"))
        .andNothingRaised();
  }

  // docs: stored
  @Test
  void readsDeliveryFromBeforeTheSecondWarehouse() {
    inventory
        .givenStored("stock-received", 1, "{\"productId\": \"pendulum\", \"quantity\": 10}")
        .when(stock -> stock.reserve("ord-1", 4))
        .thenRaised(new StockReserved("pendulum", "ord-1", 4));
  }

  // docs: end

  @Test
  void refusesUnknownStoredEvent() {
    assertThatThrownBy(() -> inventory.givenStored("stock-recieved", 1, "{}"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("stock-recieved version 1 cannot be read")
        .hasMessageContaining("dev.foliot.sample.inventory and below");
  }

  /** No check in {@code writeOff}: the invariant alone keeps it. */
  @Test
  void neverLosesMoreThanItHas() {
    inventory
        .given(new StockReceived("pendulum", 3, "main"))
        .when(stock -> stock.writeOff(4, "fire"))
        .thenRejected(InvariantViolationException.class)
        .andNothingRaised();
  }
  // docs: test
}
// docs: end
