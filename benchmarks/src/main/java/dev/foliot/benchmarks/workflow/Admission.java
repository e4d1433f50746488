package dev.foliot.benchmarks.workflow;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.trigger.Concurrency;
import dev.foliot.workflow.trigger.RateLimit;
import dev.foliot.workflow.trigger.Throttle;

/** Workflows that differ in the flow control of their starts, which admits each of them. */
public enum Admission {
  /** No flow control. */
  NONE("no flow control", Free.class),
  /** A limit of runs that are executed. */
  CONCURRENCY("@Concurrency", Concurrent.class),
  /** A limit of runs that begin. */
  THROTTLE("@Throttle", Throttled.class),
  /** A limit of starts. */
  RATE_LIMIT("@RateLimit", Rated.class);

  private final String label;
  private final Class<? extends DurableFunction<Parcel, String>> workflow;

  Admission(String label, Class<? extends DurableFunction<Parcel, String>> workflow) {
    this.label = label;
    this.workflow = workflow;
  }

  /** The annotation. */
  public String label() {
    return label;
  }

  Class<? extends DurableFunction<Parcel, String>> workflow() {
    return workflow;
  }

  /** The input of a run. */
  record Parcel(String customer, int number) {}

  private abstract static class Send implements DurableFunction<Parcel, String> {
    @Override
    public String run(WorkflowContext ctx, Parcel parcel) {
      return parcel.customer();
    }
  }

  @Workflow(name = "free")
  static class Free extends Send {}

  @Workflow(name = "concurrent")
  @Concurrency(limit = 10, key = "input.customer")
  static class Concurrent extends Send {}

  @Workflow(name = "throttled")
  @Throttle(limit = 1_000_000, period = "1h", key = "input.customer")
  static class Throttled extends Send {}

  @Workflow(name = "rated")
  @RateLimit(limit = 1_000_000, period = "1h", key = "input.customer")
  static class Rated extends Send {}
}
