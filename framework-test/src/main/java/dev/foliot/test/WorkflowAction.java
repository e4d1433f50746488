package dev.foliot.test;

import dev.foliot.message.Given;
import dev.foliot.workflow.journal.StoredError;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to a workflow from outside, at a time that {@link WorkflowTestRunner#at}
 * gives. {@link FoliotAssertions} has the factory methods.
 */
public final class WorkflowAction {
  private final String description;
  private final Effect effect;

  private WorkflowAction(String description, Effect effect) {
    this.description = description;
    this.effect = effect;
  }

  /** The effect on a run. */
  interface Effect {
    void on(VirtualRuns runs);
  }

  static WorkflowAction publish(Object event) {
    VirtualEvents.checkEvent(Given.value(event, "publish", "an event").getClass());
    return new WorkflowAction("publish " + event, runs -> runs.raise(event));
  }

  static WorkflowAction cancels() {
    return new WorkflowAction("cancel", runs -> runs.cancel(runs.root()));
  }

  void apply(VirtualRuns runs) {
    effect.on(runs);
  }

  @Override
  public String toString() {
    return description;
  }

  /** A callback that is answered from outside, found by its name or its id. */
  public static final class OfCallback {
    private final String name;

    OfCallback(String name) {
      this.name = Given.text(name, "callback", "the name or id of a callback");
    }

    /** Completes it without a result. */
    public WorkflowAction succeeds() {
      return succeeds(null);
    }

    /** Completes it with a result. */
    public WorkflowAction succeeds(@Nullable Object result) {
      return new WorkflowAction("complete " + name, runs -> runs.complete(name, result));
    }

    /** Lets it fail. */
    public WorkflowAction fails(Throwable error) {
      return failsWith(StoredError.of(Given.value(error, "callback.fails", "an error")));
    }

    /**
     * Lets it fail.
     *
     * @param type the type of the error, as the other system gives it
     */
    public WorkflowAction fails(String type, @Nullable String message) {
      return failsWith(
          new StoredError(Given.text(type, "callback.fails", "a type of the error"), message));
    }

    private WorkflowAction failsWith(StoredError error) {
      return new WorkflowAction("fail " + name, runs -> runs.fail(name, error));
    }

    /** Keeps it alive. */
    public WorkflowAction heartbeats() {
      return new WorkflowAction("heartbeat " + name, runs -> runs.heartbeat(name));
    }
  }
}
