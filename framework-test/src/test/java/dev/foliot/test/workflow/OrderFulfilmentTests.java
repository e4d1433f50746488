package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.test.workflow.Fulfilment.OrderApproved;
import dev.foliot.test.workflow.Fulfilment.Payment;
import dev.foliot.test.workflow.Fulfilment.PlaceOrder;
import dev.foliot.test.workflow.Fulfilment.Receipt;
import dev.foliot.test.workflow.Fulfilment.ReserveStock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of the documentation. */
class OrderFulfilmentTests {
  private final List<String> charged = new ArrayList<>();
  private final OrderFulfilment workflow =
      new OrderFulfilment(
          (order, key) -> {
            charged.add(key);
            return new Payment("p-" + order.id());
          });

  // docs: test
  @Test
  void paysAfterTheApproval() {
    WorkflowResult<Receipt> result =
        WorkflowTestRunner.of(workflow)
            .on(ReserveStock.class, command -> "r-1")
            .stub("pay", failsWith(new IOException("down")), returns(new Payment("p-1")))
            .at(ofHours(3), publish(new OrderApproved("o-1")))
            .run(new PlaceOrder("o-1", 1_500));

    assertThat(result)
        .succeeded()
        .hasResult(new Receipt("o-1", "p-1"))
        .ran("reserve", "approval", "cooling", "pay")
        .inOrder()
        .hasAttempts("pay", 2)
        .sent(new ReserveStock("o-1"))
        .took(ofHours(4).plusSeconds(1));
  }

  // docs: end

  // docs: timeout
  @Test
  void failsWithoutAnApproval() {
    WorkflowResult<Receipt> result =
        WorkflowTestRunner.of(workflow)
            .on(ReserveStock.class, command -> "r-1")
            .at(ofHours(1), publish(new OrderApproved("another order")))
            .run(new PlaceOrder("o-1", 1_500));

    assertThat(result).hasError(NotApprovedException.class).didNotRun("pay").took(ofDays(2));
  }

  // docs: end

  // docs: steps
  @Test
  void waitsForTheApproval() {
    WorkflowTestRun<Receipt> run =
        WorkflowTestRunner.of(workflow)
            .on(ReserveStock.class, command -> "r-1")
            .start(new PlaceOrder("o-1", 1_500));

    assertThat(run.result()).isWaitingFor("approval");

    run.publish(new OrderApproved("o-1"));
    assertThat(run.result()).isWaitingFor("cooling");

    run.advance(ofHours(1));
    assertThat(run.result()).hasResult(new Receipt("o-1", "p-o-1"));
  }

  // docs: end

  // docs: crash
  @Test
  void survivesACrashAnywhere() {
    WorkflowResult<Receipt> result =
        WorkflowTestRunner.of(workflow)
            .on(ReserveStock.class, command -> "r-1")
            .at(ofSeconds(10), publish(new OrderApproved("o-1")))
            .crashAfterEachAppend()
            .run(new PlaceOrder("o-1", 1_500));

    assertThat(result).succeeded();
    assertThat(result.repeated()).containsExactly("pay"); // so it needs an idempotency key
    assertThat(charged).hasSizeGreaterThan(1).containsOnly("run/4");
  }
  // docs: end
}
