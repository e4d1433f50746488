package dev.foliot.workflow.run;

import dev.foliot.time.StorableInstant;
import dev.foliot.workflow.DuplicateRunException;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowInterceptor.InputInfo;
import dev.foliot.workflow.admission.FlowControl;
import dev.foliot.workflow.run.AdmitStart.Admission;
import dev.foliot.workflow.run.AdmitStart.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Starts runs (R50): one insert, in the unit of work of this thread or in a transaction of its own.
 * If this node has room, the row is inserted as its own, and the run begins after the commit
 * without a claim.
 */
final class StartRuns {
  private final RunParts parts;
  private final RunStore store;
  private final RunOrigin origin;
  private final RunSignals signals;
  private final LocalRuns local;

  StartRuns(RunParts parts, RunStore store, RunOrigin origin, RunSignals signals, LocalRuns local) {
    this.parts = parts;
    this.store = store;
    this.origin = origin;
    this.signals = signals;
    this.local = local;
  }

  /**
   * Starts a run, and returns its id. If flow control joins the start with another run, returns the
   * id of the other run.
   *
   * @throws DuplicateRunException if another run has the id, and must not be returned
   */
  String start(WorkflowDefinition workflow, @Nullable Object input, RunOptions options) {
    FlowControl flow = parts.registry().flowOf(workflow);
    if (flow.isNone()) {
      return insert(Admission.of(newRun(workflow, input, options)), options);
    }
    checkDueTime(workflow, flow, options);
    Object given = flow.given(input);
    Start start = new Start(newRun(workflow, given, options), given, options.id() != null);
    return parts
        .transactions()
        .inCurrentOrNew(() -> insert(store.admission().decide(start, flow), options));
  }

  private static void checkDueTime(
      WorkflowDefinition workflow, FlowControl flow, RunOptions options) {
    if (flow.decidesTheDueTime() && (options.at() != null || options.after() != null)) {
      throw new IllegalArgumentException(
          "Workflow %s has @Debounce or @Batch, which decides when its runs are due. Start it without a due time."
              .formatted(workflow.name()));
    }
  }

  private String insert(Admission admission, RunOptions options) {
    RunRow run = admission.row();
    if (run == null) {
      return join(admission);
    }
    // 1. If a thread is free, this node owns the run from its start.
    Optional<RunsInHand> room = canBegin(run) ? local.roomFor(run.id()) : Optional.empty();
    RunRow row = room.map(node -> run.begunBy(node.node(), parts.clock().instant())).orElse(run);
    // 2. Insert it, and begin after the commit; or find the run that has the id.
    boolean inserted =
        parts.transactions().current().isPresent()
            ? insertHere(row, admission, room)
            : insert(row, room);
    return inserted ? Objects.requireNonNullElse(admission.other(), row.id()) : first(row, options);
  }

  private String join(Admission admission) {
    store.runs().store(admission.changes(), Objects.requireNonNull(admission.with()));
    takeEffect(admission, 1);
    return Objects.requireNonNull(admission.other());
  }

  private void takeEffect(Admission admission, int changed) {
    admission.effects().take(changed, store.waits()::cancel);
    if (admission.other() != null) {
      signals.dueAfterCommit(parts.clock().instant());
    }
  }

  private RunRow newRun(WorkflowDefinition workflow, @Nullable Object input, RunOptions options) {
    Instant now = parts.clock().instant();
    Instant due = due(options, now);
    String id = options.id() == null ? newId() : options.id();
    Object transformed = transformed(parts, id, workflow, input);
    return new RunRow(
        origin.of(id, workflow, options.priority(), now),
        parts.writeInput(workflow, transformed),
        RunStatus.PENDING,
        due,
        null,
        0,
        0,
        0,
        0,
        null,
        null,
        false,
        new RunRow.Times(
            now,
            null,
            null,
            null,
            limit(due, options.startTimeout()),
            limit(due, options.timeout()),
            options.timeout() == null ? null : due),
        RunRow.Flow.of(cancelKey(workflow, transformed)));
  }

  /** The input of a new run, as the interceptors of the application change it. */
  static @Nullable Object transformed(
      RunParts parts, String id, WorkflowDefinition workflow, @Nullable Object input) {
    return parts
        .interceptors()
        .input(
            new InputInfo(id, workflow.name(), null),
            input,
            parts.codec(),
            workflow.body().inputType());
  }

  /**
   * None with encryption: the hash would show which inputs have equal values, and could be guessed.
   */
  private @Nullable String cancelKey(WorkflowDefinition workflow, @Nullable Object input) {
    return store.runs().encryption().isOn() ? null : parts.registry().cancelKeyOf(workflow, input);
  }

  String newId() {
    return origin.ids().next().toString();
  }

  static Instant due(RunOptions options, Instant now) {
    Instant due =
        options.after() == null ? options.at() : StorableInstant.after(now, options.after());
    return due == null || due.isBefore(now) ? now : StorableInstant.nearest(due);
  }

  static @Nullable Instant limit(Instant due, @Nullable Duration time) {
    return time == null ? null : StorableInstant.after(due, time);
  }

  /** Whether the run may begin at once. A run that has to wait for its turn is claimed later. */
  private boolean canBegin(RunRow run) {
    return run.dueAt() != null
        && !run.flow().isLimited()
        && !parts.clock().instant().isBefore(run.dueAt());
  }

  /** Inserts the run in its own transaction. */
  private boolean insert(RunRow row, Optional<RunsInHand> room) {
    boolean inserted;
    try {
      inserted = store.alone(() -> store.runs().insert(row));
    } catch (Throwable e) {
      room.ifPresent(node -> node.lose(row.id()));
      throw e;
    }
    begin(row, room, inserted);
    return inserted;
  }

  private void begin(RunRow row, Optional<RunsInHand> room, boolean inserted) {
    if (room.isEmpty()) {
      if (inserted) {
        dueAfterCommit(row);
      }
    } else if (inserted) {
      room.get().execute(row);
    } else {
      room.get().giveUp(row.id());
    }
  }

  private void dueAfterCommit(RunRow row) {
    if (row.dueAt() != null) {
      signals.dueAfterCommit(row.dueAt());
    }
  }

  /** Inserts the run in the transaction of the caller. */
  private boolean insertHere(RunRow row, Admission admission, Optional<RunsInHand> room) {
    OptionalInt inserted = OptionalInt.empty();
    try {
      inserted = store.runs().insert(row, admission.changes(), admission.with());
    } finally {
      if (inserted.isEmpty()) {
        room.ifPresent(node -> node.giveUp(row.id()));
      }
    }
    if (inserted.isPresent()) {
      takeEffect(admission, inserted.getAsInt());
      room.ifPresentOrElse(
          node ->
              TransactionSynchronizationManager.registerSynchronization(new BeginAfter(row, node)),
          () -> dueAfterCommit(row));
    }
    return inserted.isPresent();
  }

  /** Begins a run when its transaction has committed. */
  private static final class BeginAfter implements TransactionSynchronization {
    private final RunRow row;
    private final RunsInHand node;
    private boolean isUnsure;

    BeginAfter(RunRow row, RunsInHand node) {
      this.row = row;
      this.node = node;
    }

    /**
     * The start may be undone, but the transaction may also have started the run before the
     * savepoint.
     */
    @Override
    public void savepointRollback(Object savepoint) {
      isUnsure = true;
    }

    @Override
    public void afterCompletion(int status) {
      if (status == STATUS_ROLLED_BACK) {
        node.giveUp(row.id());
      } else if (status == STATUS_COMMITTED && !isUnsure) {
        node.execute(row);
      } else {
        node.lose(row.id());
      }
    }
  }

  /** The id of the run of the first start with this id. */
  private String first(RunRow row, RunOptions options) {
    String workflow = row.identity().workflow();
    RunRow first = store.runs().find(row.id()).orElse(row);
    String existing = first.identity().workflow();
    if (options.refusesDuplicate() || !existing.equals(workflow)) {
      throw new DuplicateRunException(row.id(), workflow, existing, first.status());
    }
    return Objects.requireNonNullElse(first.flow().joinedRun(), row.id());
  }
}
