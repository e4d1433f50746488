package dev.foliot.workflow.run;

import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Metadata;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.JournalClosedException;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.replay.Bodies;
import dev.foliot.workflow.replay.Invocation;
import dev.foliot.workflow.replay.InvocationInput;
import dev.foliot.workflow.replay.InvocationParts;
import dev.foliot.workflow.replay.InvocationResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Executes a run that this node owns, one invocation after the other, until the run has ended,
 * waits, or belongs to another node. Open {@link #invoke} first.
 *
 * <p>No wake-up is lost (R54). An invocation reads the number of wake-ups before it reads the
 * answers from outside. If the run was woken since then, the statement that stores the wait does
 * nothing, and the run is invoked again at once.
 */
final class AdvanceRun {
  private final RunParts parts;
  private final RunStore store;
  private final RunSignals signals;
  private final SettleRun settle;
  private final ReportRuns reports;

  AdvanceRun(
      RunParts parts, RunStore store, RunSignals signals, SettleRun settle, ReportRuns reports) {
    this.parts = parts;
    this.store = store;
    this.signals = signals;
    this.settle = settle;
    this.reports = reports;
  }

  /**
   * Executes the run; false if it was lost.
   *
   * @throws RunAbortedException if the database refused the new state
   */
  boolean advance(RunRow claimed, RunNode node) {
    Optional<RunRow> next = Optional.of(claimed);
    boolean isOwned = true;
    while (next.isPresent()) {
      RunRow run = next.get();
      try {
        next = invoke(run, node);
      } catch (JournalClosedException lost) {
        isOwned = false;
        next = Optional.empty();
      }
      reports.invoked(run);
    }
    return isOwned;
  }

  /** Invokes the run once. Returns the run if it must be invoked again at once. */
  private Optional<RunRow> invoke(RunRow run, RunNode node) {
    // 1. A node that stops begins nothing more.
    if (node.isStopping()) {
      return settle.release(run);
    }
    // 2. Read the journal. A run that has just been started has none.
    List<JournalEntry> entries =
        run.invocations() == 1 ? List.of() : store.runs().journal().of(run.id());
    // 3. A run that was not begun in time, or was cancelled before it began, ends without its code.
    boolean isNew = entries.isEmpty() && run.round() == 0;
    RunStatus ending = ending(run, entries, isNew);
    if (ending != null && isNew) {
      return settle.end(run, ending);
    }
    // 4. Read what came from outside.
    parts.lastLook().beforeTimeOuts(run.id(), entries);
    List<Answer> answers = store.waits().answers(run.id(), entries);
    // 5. Run the code, and store how it ended.
    RunJournal journal =
        new RunJournal(
            run, store, signals, parts.clock(), entries.size(), ending != null, node::isStopping);
    InvocationResult result = run(run, entries, answers, ending, journal, node);
    return settle(new Invoked(run, journal, entries, ending), result);
  }

  /**
   * The status with which a run must end; null if it continues. Once compensations have begun, it
   * does not continue, even if the clock of this node is behind the clock that began them.
   */
  private @Nullable RunStatus ending(RunRow run, List<JournalEntry> entries, boolean isNew) {
    Instant now = parts.clock().instant();
    if (run.cancelRequested()) {
      return RunStatus.CANCELLED;
    }
    boolean isLate = isNew && isOver(run.times().startBy(), now);
    boolean isUndone = Invocation.beforeUndo(entries).size() < entries.size();
    return isLate || isUndone || isOver(run.times().deadline(), now) ? RunStatus.TIMED_OUT : null;
  }

  private static boolean isOver(@Nullable Instant limit, Instant now) {
    return limit != null && !now.isBefore(limit);
  }

  private InvocationResult run(
      RunRow run,
      List<JournalEntry> entries,
      List<Answer> answers,
      @Nullable RunStatus ending,
      RunJournal journal,
      RunNode node) {
    RunRow.Identity identity = run.identity();
    WorkflowDefinition workflow =
        parts.registry().find(identity.workflow(), identity.version()).orElseThrow();
    InvocationInput input =
        new InvocationInput(
            run.info(), workflow.memo(), store.runs().input(run), entries, answers, ending);
    try {
      return new Invocation(workflow.body(), input, journal, invocationParts(run, node)).run();
    } finally {
      node.over(run.id());
    }
  }

  private InvocationParts invocationParts(RunRow run, RunNode node) {
    return new InvocationParts(
            parts.clock(),
            parts.codec(),
            parts.domain().apply(run.id()),
            causedBy(RunOrigin.causeOf(run, parts.json())),
            parts.branches(),
            node.isOverlapping(),
            parts.defaultRetry(),
            node.random())
        .withAlarm((due, wakeUp) -> node.wakeAt(run.id(), due, wakeUp))
        .withInterceptors(parts.interceptors())
        .withPersonalData(parts.json()::hiding);
  }

  /** Gives the messages of a step the same cause as the run. */
  private Bodies causedBy(Metadata cause) {
    return (call, body) -> {
      CurrentMessage.Scope scope = CurrentMessage.handling(cause);
      try {
        return parts.bodies().run(call, body);
      } finally {
        scope.close();
      }
    };
  }

  private Optional<RunRow> settle(Invoked invoked, InvocationResult result) {
    if (result instanceof InvocationResult.Ended ended) {
      return settle.end(invoked, ended);
    }
    if (result instanceof InvocationResult.Waiting waiting) {
      return settle.await(invoked, waiting);
    }
    if (result instanceof InvocationResult.Restarted restarted) {
      return settle.restart(invoked, restarted.input());
    }
    InvocationResult.Aborted aborted = (InvocationResult.Aborted) result;
    keep(invoked, aborted.entries());
    return aborted(invoked, aborted.cause());
  }

  /** Keeps the outcomes of steps that ran while the journal was closed. */
  private static void keep(Invoked invoked, List<JournalEntry> late) {
    if (!late.isEmpty()) {
      try {
        invoked.journal().store(late);
      } catch (JournalClosedException lost) {
        // another node has the run, and runs the steps again
      }
    }
  }

  private Optional<RunRow> aborted(Invoked invoked, Throwable cause) {
    RunRow run = invoked.run();
    if (cause instanceof JournalClosedException closed) {
      return switch (closed.reason()) {
        case LOST -> throw closed;
        case ENDING, ANSWERED -> settle.again(run);
        case HANDED_OVER -> settle.release(run);
        case UNKNOWN -> throw new RunAbortedException(run.id(), closed);
      };
    }
    // If the key exists, the journal has more entries than this invocation has read.
    boolean isOwnConflict = cause instanceof DuplicateKeyException;
    if (cause instanceof DataIntegrityViolationException && !isOwnConflict) {
      StoredError error =
          StoredError.of(
              cause,
              parts.json().hiding(store.runs().input(run)).orElseGet(UnaryOperator::identity));
      return settle.end(
          invoked, new InvocationResult.Ended(RunStatus.FAILED, null, error, List.of()));
    }
    if (cause instanceof Error error) {
      throw error;
    }
    throw new RunAbortedException(run.id(), cause);
  }
}
