package dev.foliot.workflow.journal;

/** The kinds of operations. */
public enum OperationKind {
  /** Code that calls other systems. */
  STEP(Group.STEP, "Step"),
  /** A command of the domain. */
  COMMAND(Group.STEP, "Command"),
  /** A domain event. */
  PUBLISH(Group.STEP, "Publish"),
  /** A submitted command. */
  SUBMIT(Group.STEP, "Submit"),
  /** A registered undo step. */
  COMPENSATION(Group.STEP, "Compensation"),
  /** Durable polling. */
  CONDITION(Group.STEP, "WaitForCondition"),
  /** A wait for a time. */
  WAIT(Group.WAIT, "Wait"),
  /** An answer of another system. */
  CALLBACK(Group.CALLBACK, "Callback"),
  /** A wait for a domain event. */
  EVENT(Group.EVENT, "WaitForEvent"),
  /** A child run. */
  INVOKE(Group.INVOKE, "ChainedInvoke"),
  /** A child context. */
  CHILD(Group.CONTEXT, "RunInChildContext"),
  /** A callback with the step that sends its id. */
  WAIT_FOR_CALLBACK(Group.CONTEXT, "WaitForCallback"),
  /** Branches. */
  PARALLEL(Group.CONTEXT, "Parallel"),
  /** A branch. */
  BRANCH(Group.CONTEXT, "ParallelBranch"),
  /** One branch for each item. */
  MAP(Group.CONTEXT, "Map"),
  /** The branch of an item. */
  ITERATION(Group.CONTEXT, "MapIteration"),
  /** A retried block. */
  RETRY(Group.CONTEXT, "WithRetry"),
  /** An event on the run's own stream. */
  EMIT(Group.MARKER, "Emit"),
  /** A change of the code. */
  PATCH(Group.MARKER, "Patch"),
  /** The state that steps share. */
  STATE(Group.MARKER, "State"),
  /** A note that the run was retried. */
  RETRIED(Group.MARKER, "Retried"),
  /** A note that the earlier entries belong to another run. */
  FORKED(Group.MARKER, "Forked");

  /** Kinds that are shown in the same way. */
  public enum Group {
    /** Code that runs in attempts. */
    STEP,
    /** A time. */
    WAIT,
    /** An answer of another system. */
    CALLBACK,
    /** A domain event. */
    EVENT,
    /** A child run. */
    INVOKE,
    /** A context with operations of its own. */
    CONTEXT,
    /** A mark that is no operation in the history. */
    MARKER;

    /** Whether something outside of the run ends the operation. */
    public boolean isAnsweredFromOutside() {
      return this == CALLBACK || this == EVENT || this == INVOKE;
    }
  }

  private final Group group;
  private final String label;

  OperationKind(Group group, String label) {
    this.group = group;
    this.label = label;
  }

  /** The kinds that are shown in the same way. */
  public Group group() {
    return group;
  }

  /** Whether an operator, and not the code of the workflow, has caused it. */
  public boolean isNote() {
    return this == RETRIED || this == FORKED;
  }

  /** The name in the exported history. */
  public String label() {
    return label;
  }
}
