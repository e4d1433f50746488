package dev.foliot.test.shop;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Flow;
import dev.foliot.test.shop.Shop.OrderPlaced;
import dev.foliot.test.shop.Shop.PlaceOrder;
import dev.foliot.test.shop.Shop.ReceiveStock;
import dev.foliot.test.shop.Shop.ShipOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** A flow shows what was stored for the engine, now or for later. */
@EngineTest
class SubmittedFlowIntegrationTests {
  private static final PlaceOrder NOW = new PlaceOrder("ord-1", "prod-1", 4);
  private static final ShipOrder LATER = new ShipOrder("ord-1");
  private static final CommandOptions IN_AN_HOUR = CommandOptions.after(Duration.ofHours(1));

  @Autowired Domain domain;
  @Autowired TransactionTemplate transaction;
  @Autowired Flow flow;

  @Test
  void showsSubmittedAndScheduledCommands() {
    domain.submit(NOW);
    domain.submit(LATER, IN_AN_HOUR);

    assertThat(flow).submitted(NOW).submitted(PlaceOrder.class, 1).submitted(ShipOrder.class, 0);
    assertThat(flow).scheduled(LATER).scheduled(ShipOrder.class, 1).scheduled(PlaceOrder.class, 0);
    assertThat(flow.submitted(PlaceOrder.class)).containsExactly(NOW);
    assertThat(flow.scheduled(ShipOrder.class)).containsExactly(LATER);
    assertThat(flow.toString())
        .isEqualTo(
            """
               1  submit   PlaceOrder[orderId=ord-1, productId=prod-1, quantity=4]
               2  schedule ShipOrder[orderId=ord-1] for 2026-01-01T13:00:00Z
            """);
    assertThat(flow.withInternals().toString()).contains("commit   0 events, 1 for the engine");
  }

  @Test
  void doesNotCountWhatWasRolledBack() {
    transaction.executeWithoutResult(
        status -> {
          domain.submit(NOW);
          domain.submit(LATER, IN_AN_HOUR);
          status.setRollbackOnly();
        });

    assertThat(flow).submitted(NOW, 0).scheduled(LATER, 0);
    assertThat(flow.toString()).contains("for 2026-01-01T13:00:00Z (rolled back)");
  }

  @Test
  void aFailureShowsTheFlow() {
    domain.submit(NOW);

    assertThatThrownBy(() -> assertThat(flow).submitted(ReceiveStock.class))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ReceiveStock should have been submitted. What happened:")
        .hasMessageContaining("submit   PlaceOrder[orderId=ord-1");
    assertThatThrownBy(() -> assertThat(flow).submitted(PlaceOrder.class, 2))
        .hasMessageContaining("PlaceOrder submitted: expected 2 times, but it was 1 times");
    assertThatThrownBy(() -> assertThat(flow).scheduled(PlaceOrder.class))
        .hasMessageContaining("PlaceOrder should have been scheduled. What happened:");
  }

  @Test
  void refusesAClassThatIsNoCommand() {
    assertThatThrownBy(() -> assertThat(flow).submitted(OrderPlaced.class))
        .hasMessageContaining(". Its commands are: [PlaceOrder,");
    assertThatThrownBy(() -> assertThat(flow).scheduled(OrderPlaced.class, 0))
        .hasMessageContaining("The application has no command or timer message");
    assertThatThrownBy(() -> assertThat(flow).expired(OrderPlaced.class))
        .hasMessageContaining("The application has no command ");
  }
}
