package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.AggregateScenario;
import dev.foliot.test.shop.Shop.OrderPlaced;
import dev.foliot.test.shop.Shop.OrderShipped;
import dev.foliot.test.shop.Shop.StockReceived;
import dev.foliot.test.shop.Shop.StockReserved;
import org.junit.jupiter.api.Test;

class AggregateScenarioTests {
  private final AggregateScenario<Inventory> tenLeft =
      AggregateScenario.of(Inventory.class).given(new StockReceived("prod-1", 10));

  @Test
  void asksForSeveralThingsInARow() {
    tenLeft
        .when(stock -> stock.reserve("ord-1", 4))
        .thenRaised(new StockReserved("prod-1", "ord-1", 4))
        .when(stock -> stock.reserve("ord-2", 7))
        .thenRejected(OutOfStockException.class)
        .andNothingRaised()
        .when(stock -> stock.reserve("ord-3", 6))
        .thenRaised(new StockReserved("prod-1", "ord-3", 6))
        .andState(stock -> assertThat(stock.available()).isZero());
  }

  @Test
  void beginsWithAStateStoredAggregate() {
    Order placed = Order.draft("ord-1", "prod-1", 4);
    placed.place();

    AggregateScenario.of(Order.class)
        .given(placed)
        .when(Order::ship)
        .thenRaised(new OrderShipped("ord-1"))
        .when(Order::place)
        .thenRejected(IllegalStateException.class)
        .andNothingRaised();
  }

  @Test
  void createsAnAggregate() {
    AggregateScenario.of(Inventory.class)
        .when(() -> Inventory.receive("prod-1", 3))
        .thenRaised(new StockReceived("prod-1", 3))
        .andState(stock -> assertThat(stock.id()).isEqualTo("prod-1"));
    AggregateScenario.of(Inventory.class)
        .when(() -> Inventory.receive("prod-1", 0))
        .thenRejected(IllegalArgumentException.class)
        .andNothingRaised();
  }

  @Test
  void looksIntoTheRejection() {
    tenLeft
        .when(stock -> stock.reserve("ord-1", 11))
        .thenRejected(
            OutOfStockException.class, error -> assertThat(error.available()).isEqualTo(10));
  }

  @Test
  void failsWhenTheRejectionDoesNotCome() {
    assertThatThrownBy(
            () ->
                tenLeft
                    .when(stock -> stock.reserve("ord-1", 4))
                    .thenRejected(OutOfStockException.class))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            Inventory prod-1 should have rejected this step with OutOfStockException, but accepted it and raised:
                 StockReserved[productId=prod-1, orderId=ord-1, quantity=4]
            """);
  }

  @Test
  void failsWhenTheRejectionIsAnother() {
    assertThatThrownBy(
            () ->
                tenLeft
                    .when(stock -> stock.reserve("ord-1", 11))
                    .thenRejected(IllegalStateException.class))
        .hasMessageContaining(
            "should have rejected this step with IllegalStateException, but rejected it with")
        .hasCauseInstanceOf(OutOfStockException.class);
  }

  @Test
  void failsWhenARejectionIsNotExpected() {
    var rejected = tenLeft.when(stock -> stock.reserve("ord-1", 11));

    assertThatThrownBy(() -> rejected.thenRaised())
        .hasMessageContaining("Inventory prod-1 rejected this step with ")
        .hasCauseInstanceOf(OutOfStockException.class);
    assertThatThrownBy(() -> rejected.andState(stock -> {})).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> rejected.when(stock -> {})).isInstanceOf(AssertionError.class);
  }

  @Test
  void failsWhenSomethingWasRaisedBeforeTheRejection() {
    assertThatThrownBy(
            () ->
                tenLeft
                    .when(stock -> stock.reserveTwice("ord-1", 6))
                    .thenRejected(OutOfStockException.class)
                    .andNothingRaised())
        .hasMessageContaining("should have raised nothing, but raised:")
        .hasMessageContaining("StockReserved[");
  }

  @Test
  void failsWhenSomethingElseWasRaised() {
    assertThatThrownBy(
            () -> tenLeft.when(stock -> stock.reserve("ord-1", 4)).thenRaised(OrderPlaced.class))
        .hasMessage(
            """
            Inventory prod-1 did not raise the expected events:
              1. expected    OrderPlaced
                 but was     StockReserved[productId=prod-1, orderId=ord-1, quantity=4]
            """);
  }

  @Test
  void explainsWhatCannotBe() {
    assertThatThrownBy(() -> AggregateScenario.of(Order.class).given(new OrderShipped("ord-1")))
        .hasMessageContaining("Order is state-stored");
    assertThatThrownBy(() -> AggregateScenario.of(Order.class).when(Order::place))
        .hasMessageContaining("The scenario has no Order before its first step.");
    assertThatThrownBy(() -> tenLeft.when(() -> Inventory.receive("prod-2", 1)))
        .hasMessageContaining("The scenario is given a Inventory, which exists");
    assertThatThrownBy(() -> AggregateScenario.of(String.class))
        .hasMessageContaining("java.lang.String is not an aggregate");
    assertThatThrownBy(() -> tenLeft.given(Inventory.receive("prod-2", 1)))
        .hasMessageContaining("both events and a Inventory");
  }
}
