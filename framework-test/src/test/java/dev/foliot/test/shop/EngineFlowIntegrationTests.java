package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.EngineRun;
import dev.foliot.test.EngineRunAssert;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Flow;
import dev.foliot.test.shop.Shop.PlaceOrder;
import dev.foliot.test.shop.Shop.ReceiveStock;
import dev.foliot.test.shop.Shop.ShipOrder;
import dev.foliot.test.shop.Shop.Shout;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a run, and a flow, tell when the engine delivers (R34, R35). */
@EngineTest
class EngineFlowIntegrationTests {
  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired Warehouse warehouse;
  @Autowired CustomerMail mail;

  @Test
  void theFlowPutsWhatAHandlerRaisedAfterItsDelivery(Flow flow) {
    domain.process(new ReceiveStock("prod-1", 10));
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));
    domain.process(new Shout("hello", 1));

    engine.run();

    assertThat(flow.toString())
        .isEqualTo(
            """
               1  command  ReceiveStock[productId=prod-1, quantity=10]
               2    event    StockReceived[productId=prod-1, quantity=10]
               3  command  PlaceOrder[orderId=ord-1, productId=prod-1, quantity=4]
               4    event    OrderPlaced[orderId=ord-1, productId=prod-1, quantity=4]
               5  command  Shout[text=hello, echoes=1]
               6    event    Shouted[text=hello, echoes=1]
               7      handler  echo <- Shouted: handled
               8        command  Shout[text=hello, echoes=0]
               9          event    Shouted[text=hello, echoes=0]
              10      handler  inventory <- OrderPlaced: handled
              11        event    StockReserved[productId=prod-1, orderId=ord-1, quantity=4]
              12      handler  order-dashboard-projector <- OrderPlaced: handled
              13            handler  echo <- Shouted: handled
            """);
  }

  @Test
  void aRunRelaysToSubscribers(Flow flow) {
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));
    domain.process(new ShipOrder("ord-1"));

    assertThat(engine.run()).isQuiescent().handled("customer-mail", 1);

    assertThat(mail.sent()).contains("ord-1");
    assertThat(flow).handled("customer-mail", 1).nothingFailed();
    assertThat(flow.toString())
        .contains("   4    event    OrderShipped[orderId=ord-1]\n")
        .contains("   8      handler  customer-mail <- OrderShipped: handled\n");
  }

  @Test
  void aSecondRunHandlesNothing() {
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));
    EngineRun first = engine.run();

    assertThat(engine.run()).isQuiescent().handledNothing();
    runFails(first, EngineRunAssert::handledNothing, "Nothing should have been handled.");
  }

  @Test
  void aFailureShowsInTheRunAndInTheFlow(Flow flow) {
    warehouse.closeFor(1);
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));

    EngineRun run = engine.run();

    assertThat(run)
        .retried("inventory", 1)
        .handled("inventory", 1)
        .failedWith(IllegalStateException.class)
        .nothingParked();
    assertThat(flow).failedWith(IllegalStateException.class).handled("inventory", 1);
    assertThat(flow.toString())
        .contains(
            "inventory <- OrderPlaced: retry after java.lang.IllegalStateException: The ware");
  }

  @Test
  void aParkedMessageIsLeft(Flow flow) {
    domain.process(new ReceiveStock("prod-1", 1));
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));

    EngineRun run = engine.run();

    assertThat(run).parked("inventory", 1).waiting("inventory", 0).handled("inventory", 0);
    runFails(run, EngineRunAssert::isQuiescent, "Nothing should be left.");
    runFails(run, EngineRunAssert::nothingParked, "Nothing should be parked.");
    runFails(run, it -> it.parked("inventory", 2), "inventory: expected 2 PARKED, but it was 1");
    assertThatThrownBy(() -> assertThat(flow).nothingParked())
        .hasMessageContaining("inventory <- OrderPlaced: parked after dev.foliot.test.shop.OutOf");
  }

  @Test
  void aMessageWaitsForItsRetry() {
    warehouse.closeFor(5);
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));

    assertThat(engine.run()).waiting("inventory", 1).nothingParked();
    assertThat(engine.runUntilIdle()).parked("inventory", 1).waiting("inventory", 0);
  }

  @Test
  void assertionsOfARunPrintItsTable() {
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));
    EngineRun run = engine.run();

    runFails(
        run,
        it -> it.handled("inventory", 2),
        "inventory: expected the outcome HANDLED 2 times, but it was 1 times. The run:");
    runFails(
        run,
        it -> it.handledInOrder("ord-2", "ord-1"),
        "The streams should have been handled in the order [ord-2, ord-1], but it was [ord-1]");
    runFails(run, it -> it.retried("inventory", 1), "inventory: expected the outcome RETRY 1");
    runFails(run, it -> it.skipped("inventory", 1), "inventory: expected the outcome SKIPPED 1");
    runFails(run, it -> it.waiting("inventory", 1), "inventory: expected 1 WAITING");
    runFails(
        run,
        it -> it.failedWith(OutOfStockException.class),
        "A delivery should have failed with OutOfStockException.");
  }

  @Test
  void aNameThatNoSubscriptionHasIsRefused() {
    EngineRun run = engine.run();

    refused(() -> assertThat(run).handled("mial", 0));
    refused(() -> assertThat(run).retried("mial", 0));
    refused(() -> assertThat(run).skipped("mial", 0));
    refused(() -> assertThat(run).parked("mial", 0));
    refused(() -> assertThat(run).waiting("mial", 0));
    refused(() -> assertThat(run).paused("mial"));
    assertThat(run).parked("outbox", 0).waiting("outbox", 0).skipped("inventory", 0);
  }

  private static void refused(ThrowingCallable assertion) {
    assertThatThrownBy(assertion)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("No subscription has the name mial. The names are: [")
        .hasMessageContaining("customer-mail");
  }

  @Test
  void aPausedSubscriptionIsNamed() {
    domain.subscriptions().pause("inventory", "stock is counted");
    domain.process(new PlaceOrder("ord-1", "prod-1", 4));

    EngineRun run = engine.run();

    assertThat(run).paused("inventory").handled("inventory", 0);
    runFails(run, EngineRunAssert::isQuiescent, "Nothing should be left.");
    runFails(run, it -> it.paused("echo"), "echo should have been paused");
  }

  private static void runFails(EngineRun run, Consumer<EngineRunAssert> assertion, String text) {
    assertThatThrownBy(() -> assertion.accept(assertThat(run)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(text)
        .hasMessageContaining(run.toString());
  }
}
