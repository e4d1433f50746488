package dev.foliot.workflow.replay;

import dev.foliot.workflow.OperationFailedException;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationIds;
import dev.foliot.workflow.journal.OperationKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A context: the ids of its operations, and the code that may call them. Open {@link #next} first.
 */
final class ContextScope {
  /**
   * The beginning of the ids of the compensations of a run that must end; no name leads to such an
   * id.
   */
  static final String UNDO = "~undo-";

  private final RunState run;

  /** The operation of this context; null at the top. */
  private final @Nullable String operation;

  /** The beginning of the ids of its operations. */
  private final String prefix;

  private final @Nullable ContextScope outer;
  private final boolean virtual;
  private final Map<String, Integer> occurrences = new HashMap<>();
  private final StableValues values;
  private int count;
  private boolean registersCompensations;

  private ContextScope(
      RunState run,
      @Nullable String operation,
      String prefix,
      @Nullable ContextScope outer,
      boolean virtual) {
    this.run = run;
    this.operation = operation;
    this.prefix = prefix;
    this.outer = outer;
    this.virtual = virtual;
    RunInfo info = run.info();
    Origins origins = run.recording().origins();
    this.values =
        new StableValues(
            seen -> OperationIds.of(origins.runAfter(seen), info.round(), prefix), info.roundAt());
    if (outer != null) {
      values.observe(outer.values);
    }
  }

  static ContextScope root(RunState run) {
    return new ContextScope(run, null, "", null, false);
  }

  /** The context of the compensations of a run that is to end. */
  static ContextScope undo(RunState run) {
    return new ContextScope(run, null, UNDO, null, true);
  }

  /** The context of an operation. */
  ContextScope inside(Operation of) {
    return new ContextScope(run, of.id(), of.id() + "-", this, false);
  }

  /**
   * This context for one branch. Outcomes that other branches have received do not count in it, so
   * that it is the same in each replay.
   */
  ContextScope ofBranch() {
    return new ContextScope(run, operation, prefix, this, virtual);
  }

  /** A context without an operation of its own: a branch of a flat batch. */
  ContextScope virtual(Operation batch, int index) {
    return new ContextScope(run, batch.id(), batch.id() + "-" + (index + 1) + "-", this, true);
  }

  /** The operations, for the code of this context. */
  WorkflowContext calls() {
    return new ContextCalls(this);
  }

  RunState run() {
    return run;
  }

  /** The operation of this context; null at the top. */
  @Nullable String operation() {
    return operation;
  }

  /** The id of a mark in this context, which takes no position; no name leads to such an id. */
  String markId(String mark) {
    return prefix + "~" + mark;
  }

  StableValues values() {
    return values;
  }

  /** Notes that the running code has received the outcome of an operation. */
  void observe(Operation ended) {
    here().values.observe(Objects.requireNonNull(ended.last()));
  }

  /**
   * Whether an operation ended before the last outcome that the running code has received. So the
   * answer is the same in each replay.
   */
  boolean hasSeen(Operation operation) {
    JournalEntry last = operation.last();
    return last != null && operation.isEnded() && here().values.hasSeen(last);
  }

  private static ContextScope here() {
    return Objects.requireNonNull(branch().context);
  }

  /** Runs code whose context is this one. */
  void activate(Runnable code) {
    CooperativeBranch branch = branch();
    ContextScope before = branch.context;
    branch.context = this;
    try {
      code.run();
    } finally {
      branch.context = before;
    }
  }

  /** Checks the context when its code has ended. */
  void checkEnd() {
    if (!virtual && !run.isByName()) {
      run.recording().checkAllReached(operation);
    }
    propagate();
  }

  /** Passes the received outcomes to the outer context. */
  void propagate() {
    if (outer != null) {
      outer.values.observe(values);
    }
  }

  /** Registers a compensation. From now on a replay must run the code again. */
  void registerCompensation() {
    for (ContextScope each = this; each != null; each = each.outer) {
      each.registersCompensations = true;
    }
  }

  /** The beginning of the ids of its operations. */
  String prefix() {
    return prefix;
  }

  /** Whether this is the other context, or is in it. */
  boolean isWithin(ContextScope other) {
    return this == other || (outer != null && outer.isWithin(other));
  }

  /** Whether a replay must run the code again, since it registers compensations. */
  boolean mustBeReplayed() {
    return registersCompensations;
  }

  private static CooperativeBranch branch() {
    CooperativeBranch branch = CooperativeBranch.current();
    if (branch == null) {
      throw new IllegalStateException(
          "An operation of a workflow was called in a thread that does not run it. Call it in the thread of the workflow; for concurrent work use stepAsync, parallel or map.");
    }
    return branch;
  }

  /**
   * Makes a call of the context. If its error is not the error of an operation, the code is wrong,
   * and the run fails, see {@link Refusal}.
   */
  <T extends @Nullable Object> T refusing(Supplier<T> call) {
    try {
      return call.get();
    } catch (OperationFailedException failed) {
      throw failed;
    } catch (RuntimeException e) {
      CooperativeBranch branch = CooperativeBranch.current();
      ContextScope caller = branch == null ? this : Objects.requireNonNull(branch.context);
      throw caller.run.recording().refusal().of(e);
    }
  }

  /** The operation at the next position, if an operation may be called here. */
  Operation next(OperationKind kind, @Nullable String name) {
    checkCall(kind, name);
    String id = nextId(kind, name);
    Limits.checkId(id, Operation.describe(kind, name));
    return run.recording().at(id, operation, kind, name);
  }

  void checkCall(OperationKind kind, @Nullable String name) {
    if (name != null) {
      Limits.checkName(kind, name);
    }
    checkPlace(Operation.describe(kind, name));
  }

  void checkPlace(String call) {
    CooperativeBranch branch = branch();
    branch.check();
    if (branch.body != null) {
      throw new IllegalStateException(
          "%s was called in the body of %s. A step is one operation: call it before or after the step."
              .formatted(call, branch.body));
    }
    if (branch.branches() != run.branches() || branch.context != this) {
      throw new IllegalStateException(
          "%s was called on the context of other code. Inside of a child context or a branch, use the context that its code gets."
              .formatted(call));
    }
  }

  private String nextId(OperationKind kind, @Nullable String name) {
    if (!run.isByName()) {
      return prefix + ++count;
    }
    String key = name == null ? "~" + kind.label() : escaped(name);
    int occurrence = occurrences.merge(key, 1, Integer::sum);
    return prefix + key + (occurrence == 1 ? "" : "#" + occurrence);
  }

  /**
   * Escapes the marks that separate ids, so that a name is never equal to the id of another
   * operation. A slash separates the ids of a run and its operation, see {@link OperationIds}.
   */
  private static String escaped(String name) {
    return name.replace("~", "~~").replace("-", "~-").replace("#", "~#").replace("/", "~:");
  }

  /** Whether the code is replayed: the next operation is in the journal. */
  boolean isReplaying() {
    return run.isByName()
        ? run.recording().hasUnreached(operation)
        : run.recording().has(prefix + (count + 1));
  }
}
