package dev.foliot.test.flow;

import dev.foliot.event.DomainEvent;
import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.NonRetriableException;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.trigger.Batch;
import dev.foliot.workflow.trigger.CancelOn;
import dev.foliot.workflow.trigger.Concurrency;
import dev.foliot.workflow.trigger.Debounce;
import dev.foliot.workflow.trigger.FailedRun;
import dev.foliot.workflow.trigger.Idempotent;
import dev.foliot.workflow.trigger.OnFailure;
import dev.foliot.workflow.trigger.RateLimit;
import dev.foliot.workflow.trigger.ScheduledStart;
import dev.foliot.workflow.trigger.Singleton;
import dev.foliot.workflow.trigger.Throttle;
import dev.foliot.workflow.trigger.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;

/** Workflows with flow control, whose code a test gives. */
abstract class Limited implements DurableFunction<Limited.Order, String> {
  private final Code code;

  Limited(Code code) {
    this.code = code;
  }

  record Order(String customer, String id, boolean limited) {
    static Order of(String customer, String id) {
      return new Order(customer, id, true);
    }
  }

  /** The code of all of them. */
  @Component
  static class Code {
    static final DurableFunction<Order, String> DEFAULT =
        (ctx, order) -> ctx.step("s", String.class, step -> order.id());

    /** The inputs that began, in their order. */
    final List<String> ran = new CopyOnWriteArrayList<>();

    volatile DurableFunction<Order, String> body = DEFAULT;

    /** Called in the code of some workflows. */
    volatile Runnable inStep = () -> {};
  }

  @Override
  public String run(WorkflowContext ctx, Order input) throws Exception {
    if (ctx.info().invocation() == 1) {
      code.ran.add(input.id());
    }
    return code.body.run(ctx, input);
  }

  @Workflow(name = "concurrent")
  @Concurrency(limit = 2, key = "input.customer")
  static class Concurrent extends Limited {
    Concurrent(Code code) {
      super(code);
    }
  }

  @Workflow(name = "throttled")
  @Throttle(limit = 6, period = "1m", key = "input.customer", burst = 2)
  static class Throttled extends Limited {
    Throttled(Code code) {
      super(code);
    }
  }

  @Workflow(name = "both")
  @Concurrency(limit = 1)
  @Throttle(limit = 6, period = "1m")
  static class Both extends Limited {
    Both(Code code) {
      super(code);
    }
  }

  @Workflow(name = "rated")
  @RateLimit(limit = 2, period = "1m", key = "input.customer")
  static class Rated extends Limited {
    Rated(Code code) {
      super(code);
    }
  }

  @Workflow(name = "single")
  @Singleton(key = "input.limited ? input.customer : null")
  static class Single extends Limited {
    Single(Code code) {
      super(code);
    }
  }

  @Workflow(name = "newest")
  @Singleton(key = "input.customer", mode = Singleton.Mode.CANCEL)
  static class Newest extends Limited {
    Newest(Code code) {
      super(code);
    }
  }

  @Workflow(name = "debounced")
  @Debounce(period = "10s", timeout = "25s", key = "input.customer")
  static class Debounced extends Limited {
    Debounced(Code code) {
      super(code);
    }
  }

  @Workflow(name = "debounced-in-turn")
  @Debounce(period = "10s", key = "input.customer")
  @Concurrency(limit = 1)
  static class DebouncedInTurn extends Limited {
    DebouncedInTurn(Code code) {
      super(code);
    }
  }

  @Workflow(name = "once")
  @Idempotent(key = "input.id", period = "1h")
  static class Once extends Limited {
    Once(Code code) {
      super(code);
    }
  }

  @Workflow(name = "fast")
  @Throttle(limit = 50, period = "1s", burst = 5)
  static class Fast extends Limited {
    Fast(Code code) {
      super(code);
    }
  }

  @Workflow(name = "both-fast")
  @Concurrency(limit = 2)
  @Throttle(limit = 50, period = "1s", burst = 5)
  static class BothFast extends Limited {
    BothFast(Code code) {
      super(code);
    }
  }

  @Workflow(name = "quiet")
  @Debounce(period = "200ms", timeout = "500ms")
  static class Quiet extends Limited {
    Quiet(Code code) {
      super(code);
    }
  }

  @Workflow(name = "several")
  @Idempotent(key = "input.id")
  @RateLimit(limit = 100, period = "1m")
  @Singleton(key = "input.id")
  static class Several extends Limited {
    Several(Code code) {
      super(code);
    }
  }

  @Workflow(name = "batched")
  @Batch(maxSize = 3, timeout = "10s", key = "input[0].customer")
  static class Batched implements DurableFunction<List<Order>, List<String>> {
    private final Code code;

    Batched(Code code) {
      this.code = code;
    }

    @Override
    public List<String> run(WorkflowContext ctx, List<Order> orders) throws Exception {
      List<String> ids = orders.stream().map(Order::id).toList();
      code.ran.add(ids.toString());
      return ids;
    }
  }

  @Workflow(name = "gathered")
  @Batch(maxSize = 3, timeout = "200ms")
  static class Gathered implements DurableFunction<List<Order>, List<String>> {
    private final Code code;

    Gathered(Code code) {
      this.code = code;
    }

    @Override
    public List<String> run(WorkflowContext ctx, List<Order> orders) throws Exception {
      ctx.step("s", step -> code.inStep.run());
      return orders.stream().map(Order::id).toList();
    }
  }

  record Guest(@DataSubject String id, @PersonalData String name) {}

  @Workflow(name = "invited")
  @Batch(maxSize = 3, timeout = "10s")
  static class Invited implements DurableFunction<List<Guest>, List<String>> {
    @Override
    public List<String> run(WorkflowContext ctx, List<Guest> guests) {
      return guests.stream().map(Guest::name).toList();
    }
  }

  @DomainEvent
  record Placed(String customer, String id) {}

  @Workflow(name = "collecting")
  @Trigger(event = Placed.class)
  @Batch(maxSize = 2, timeout = "10s")
  static class Collecting implements DurableFunction<List<Placed>, List<String>> {
    @Override
    public List<String> run(WorkflowContext ctx, List<Placed> events) {
      return events.stream().map(Placed::id).toList();
    }
  }

  @Workflow(name = "triggered")
  @Trigger(event = Placed.class)
  @RateLimit(limit = 1, period = "1h", key = "input.customer")
  static class Triggered implements DurableFunction<Placed, String> {
    @Override
    public String run(WorkflowContext ctx, Placed event) {
      return event.id();
    }
  }

  @DomainEvent
  record Moved(String customer, String id) {}

  /** An event cancels the runs of its customer, and starts another one. */
  @Workflow(name = "replacing")
  @Trigger(event = Moved.class)
  @CancelOn(event = Moved.class, when = "event.customer == run.input.customer")
  @Singleton(key = "input.customer", mode = Singleton.Mode.CANCEL)
  static class Replacing implements DurableFunction<Moved, String> {
    @Override
    public String run(WorkflowContext ctx, Moved event) {
      ctx.wait("w", Duration.ofHours(1));
      return event.id();
    }
  }

  @DomainEvent
  record Shipped(String customer, String id) {}

  @DomainEvent
  record Recalled(String customer) {}

  /** An event starts it; a run of a customer waits until another event cancels it. */
  @Workflow(name = "followed")
  @Trigger(event = Shipped.class)
  @CancelOn(event = Recalled.class, when = "event.customer == run.input.customer")
  static class Followed implements DurableFunction<Shipped, String> {
    private final Code code;

    Followed(Code code) {
      this.code = code;
    }

    @Override
    public String run(WorkflowContext ctx, Shipped event) {
      ctx.step("s", step -> code.inStep.run());
      if (!event.customer().isEmpty()) {
        ctx.wait("w", Duration.ofHours(1));
      }
      return event.id();
    }
  }

  @Workflow(name = "failing")
  @OnFailure(AfterFailing.class)
  static class Failing implements DurableFunction<Order, String> {
    private final Code code;

    Failing(Code code) {
      this.code = code;
    }

    @Override
    public String run(WorkflowContext ctx, Order order) {
      code.inStep.run();
      throw new NonRetriableException("no");
    }
  }

  @Workflow(name = "after-failing")
  @Throttle(limit = 1, period = "1m", key = "input.input.customer")
  @RateLimit(limit = 1, period = "1h")
  static class AfterFailing implements DurableFunction<FailedRun<Order>, String> {
    @Override
    public String run(WorkflowContext ctx, FailedRun<Order> failed) {
      return failed.runId();
    }
  }

  @Workflow(name = "ticking")
  @Trigger(cron = "* * * * * *")
  @ConditionalOnProperty("test.ticking")
  static class Ticking implements DurableFunction<ScheduledStart, String> {
    @Override
    public String run(WorkflowContext ctx, ScheduledStart start) {
      return start.dueAt().toString();
    }
  }

  /** Invokes the workflow with the name that it gets. */
  @Workflow(name = "parent")
  static class Parent implements DurableFunction<String, @Nullable String> {
    @Override
    public @Nullable String run(WorkflowContext ctx, String workflow) {
      return ctx.invoke(
          "child",
          workflow,
          Order.of("c", "child"),
          ParameterizedTypeReference.forType(String.class),
          InvokeOptions.defaults());
    }
  }
}
