package dev.foliot.test.workflow;

import static dev.foliot.test.FoliotAssertions.*;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRunner;
import dev.foliot.test.workflow.Fulfilment.OrderApproved;
import dev.foliot.test.workflow.Fulfilment.Payment;
import dev.foliot.test.workflow.Fulfilment.PlaceOrder;
import dev.foliot.test.workflow.Fulfilment.Receipt;
import dev.foliot.test.workflow.Fulfilment.ReserveStock;
import dev.foliot.workflow.ContextFailedException;
import dev.foliot.workflow.DurableFuture;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.WorkflowInterceptor;
import dev.foliot.workflow.Workflows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Short examples of the documentation. */
class WorkflowExamplesTests {
  private final List<String> done = new ArrayList<>();

  // docs: start
  static RunHandle<Receipt> place(Workflows workflows, PlaceOrder order) {
    return workflows.start(OrderFulfilment.class, order, RunOptions.id("order-" + order.id()));
  }

  // docs: end

  // docs: async
  static int sum(WorkflowContext ctx, String input) {
    DurableFuture<Integer> one = ctx.stepAsync("one", Integer.class, step -> 1);
    DurableFuture<Integer> two = ctx.stepAsync("two", Integer.class, step -> 2);
    return one.get() + two.get();
  }

  @Test
  void i17KeepsTheStateOfARunThatEndsAfterParallelSteps() {
    WorkflowResult<Integer> result =
        WorkflowTestRunner.of(String.class, WorkflowExamplesTests::sum).run("");

    assertThat(result).hasResult(3).ran("one", "two");
    assertThat(result.step("one").result(Integer.class)).isEqualTo(1);
    assertThat(result.step("two").result(Integer.class)).isEqualTo(2);
  }

  // docs: end

  // docs: retry
  static String quote(WorkflowContext ctx, String goods) {
    RetryPolicy policy = RetryPolicy.fixed(3, ofSeconds(10));
    try {
      return ctx.withRetry(
          "quote",
          String.class,
          policy,
          attempt -> {
            String offer = attempt.step("ask", String.class, step -> "offer for " + goods);
            attempt.wait("think", ofHours(1));
            return attempt.step("accept", String.class, step -> offer);
          });
    } catch (ContextFailedException e) {
      return "no offer: " + e.errorMessage();
    }
  }

  // docs: end

  @Test
  void retriesABlock() {
    assertThat(WorkflowTestRunner.of(String.class, WorkflowExamplesTests::quote).run("tea"))
        .hasResult("offer for tea")
        .took(ofHours(1));
  }

  // docs: patched
  static String deliver(WorkflowContext ctx, String order) {
    if (ctx.patched("insure parcels")) {
      ctx.step("insure", String.class, step -> "insured " + order);
    }
    return ctx.step("send", String.class, step -> "sent " + order);
  }

  // docs: end

  @Test
  void newRunsRunChangedCode() {
    assertThat(WorkflowTestRunner.of(String.class, WorkflowExamplesTests::deliver).run("o-1"))
        .hasResult("sent o-1")
        .ran("insure", "send")
        .inOrder();
  }

  // docs: again
  /** Looks once an hour. The journal begins anew each time, so it never grows. */
  static String watch(WorkflowContext ctx, int hour) {
    boolean found = ctx.step("look", Boolean.class, step -> hour == 3);
    if (found) {
      return "found in hour " + hour;
    }
    ctx.wait("pause", ofHours(1));
    return ctx.continueAsNew(hour + 1);
  }

  // docs: end

  @Test
  void goesOnAsNew() {
    assertThat(WorkflowTestRunner.of(Integer.class, WorkflowExamplesTests::watch).run(0))
        .hasResult("found in hour 3")
        .took(ofHours(3));
  }

  // docs: interceptor
  /** Writes how long each attempt took. A bean of this type sees all runs. */
  class TimeAttempts implements WorkflowInterceptor {
    @Override
    public void attemptEnd(AttemptInfo attempt) {
      Duration took = Duration.between(attempt.startedAt(), attempt.endedAt());
      done.add(attempt.operation().name() + " " + attempt.outcome() + " " + took);
    }
  }

  // docs: end

  // docs: transform
  /** Stores receipts without the id of the payment. A bean of this type transforms all runs. */
  class WithoutPayments implements WorkflowInterceptor {
    @Override
    public Object transformOutput(OutputInfo info, Object output) {
      return output instanceof Receipt receipt ? new Receipt(receipt.orderId(), "") : output;
    }
  }

  // docs: end

  @Test
  void interceptorTransformsTheResult() {
    WorkflowResult<Receipt> result =
        WorkflowTestRunner.of(new OrderFulfilment((order, key) -> new Payment("p-1")))
            .on(ReserveStock.class, command -> "r-1")
            .interceptors(new WithoutPayments())
            .run(new PlaceOrder("o-1", 500));

    assertThat(result).hasResult(new Receipt("o-1", ""));
  }

  @Test
  void interceptorSeesAttempts() {
    WorkflowResult<Receipt> result =
        WorkflowTestRunner.of(new OrderFulfilment((order, key) -> new Payment("p-1")))
            .on(ReserveStock.class, command -> "r-1")
            .at(ofHours(1), publish(new OrderApproved("o-1")))
            .interceptors(new TimeAttempts())
            .run(new PlaceOrder("o-1", 1_500));

    assertThat(result).succeeded();
    assertThat(done).containsExactly("reserve SUCCEEDED PT0S", "pay SUCCEEDED PT0S");
  }
}
