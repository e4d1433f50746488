package dev.foliot.workflow.run;

import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.JournalClosedException;
import dev.foliot.workflow.journal.JournalClosedException.Reason;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.replay.InvocationResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the end of an invocation: the last entries and the new state of the run, in one commit. If
 * the run must be invoked again at once, each method returns the run. If the node has lost the run,
 * it throws a {@link JournalClosedException}.
 */
final class SettleRun {
  private static final Logger LOG = LoggerFactory.getLogger(SettleRun.class);

  private final RunStore store;
  private final RunSignals signals;
  private final AwaitRuns callers;
  private final InstantSource clock;
  private final StartAfterFailure afterFailure;

  SettleRun(RunParts parts, RunStore store, RunSignals signals, AwaitRuns callers) {
    this.store = store;
    this.signals = signals;
    this.callers = callers;
    this.clock = parts.clock();
    this.afterFailure = new StartAfterFailure(parts, store, signals);
  }

  /** Stores the end of a run whose code has ended or failed. */
  Optional<RunRow> end(Invoked invoked, InvocationResult.Ended ended) {
    RunRow run = invoked.run();
    return againIf(
        run,
        () -> {
          List<JournalEntry> last = storeAllBut(invoked, ended.entries());
          NewState state =
              new NewState(
                  ended.status(),
                  null,
                  ended.payload(),
                  store.runs().errors().write(ended.error()),
                  clock.instant(),
                  run.invocations(),
                  invoked.journal().entries() + last.size(),
                  null);
          boolean hasWaits = invoked.hasWaits() || RunWaits.concern(last);
          end(run, state, last, hasWaits);
          if (ended.status() == RunStatus.FAILED) {
            log(run, ended.error());
          }
          return false;
        });
  }

  /** Stores the end of a run without its code. */
  Optional<RunRow> end(RunRow run, RunStatus status) {
    Instant now = clock.instant();
    end(
        run,
        new NewState(status, null, null, null, now, run.invocations(), 0, null),
        List.of(),
        false);
    return Optional.empty();
  }

  /**
   * Logs a failed run, because only a person can retry it. The code of a parent run handles the
   * failure of its child.
   */
  private static void log(RunRow run, @Nullable StoredError error) {
    String text = error == null ? "unknown error" : error.firstLine();
    String parent = run.identity().parentRun();
    if (parent == null) {
      LOG.error(
          "run={} workflow={} has failed and is not repeated: {}",
          run.id(),
          run.identity().workflow(),
          text);
    } else {
      LOG.info(
          "run={} workflow={} has failed, and its parent run={} decides: {}",
          run.id(),
          run.identity().workflow(),
          parent,
          text);
    }
  }

  private void end(RunRow run, NewState state, List<JournalEntry> entries, boolean hasWaits) {
    Optional<RunRow> next = afterFailure.next(run, state);
    boolean concernsOthers =
        hasWaits
            || run.identity().parentRun() != null
            || run.flow().isLimited()
            || next.isPresent();
    boolean settled =
        concernsOthers
            ? store.inNew(() -> endWithOthers(run, state, entries, next))
            : store.alone(() -> store.runs().settle(run.owned(), state, entries));
    if (!settled) {
      throw lost();
    }
    callers.ended(run.id(), state.status());
    signals.streamed(run.id());
  }

  /** Very many entries are stored in parts; returns the last part. */
  private static List<JournalEntry> storeAllBut(Invoked invoked, List<JournalEntry> entries) {
    int first = entries.size() - RunJournal.MAX_AT_ONCE;
    if (first <= 0) {
      return entries;
    }
    invoked.journal().store(entries.subList(0, first));
    return entries.subList(first, entries.size());
  }

  private boolean endWithOthers(
      RunRow run, NewState state, List<JournalEntry> entries, Optional<RunRow> next) {
    RunWaits waits = store.waits();
    boolean parentGoesOn = waits.wakeParent(run);
    if (!store.runs().settle(run.owned(), state, entries)) {
      throw lost(); // the parent is not woken
    }
    waits.apply(run, entries);
    if (state.status() != RunStatus.SUCCEEDED) {
      waits.cancelChildren(run.id());
    }
    waits.table().removeOpen(run.id());
    if (parentGoesOn) {
      waits.answerParent(run, state.status(), state.result(), state.error());
    }
    store.turns().giveBack(List.of(run));
    next.ifPresent(row -> afterFailure.start(row, run));
    return true;
  }

  private boolean inNew(Supplier<Boolean> settling, Runnable rest) {
    return store.inNew(
        () -> {
          boolean settled = settling.get();
          if (settled) {
            rest.run();
          }
          return settled;
        });
  }

  /** Stores the wait of the code. */
  Optional<RunRow> await(Invoked invoked, InvocationResult.Waiting waiting) {
    RunRow run = invoked.run();
    Instant due = invoked.ending() == null ? due(run, waiting.dueAt()) : waiting.dueAt();
    return againIf(
        run,
        () -> {
          List<JournalEntry> last = storeAllBut(invoked, waiting.entries());
          NewState state =
              new NewState(
                  RunStatus.WAITING,
                  due,
                  null,
                  null,
                  null,
                  run.invocations(),
                  invoked.journal().entries() + last.size(),
                  run.wakes());
          return !await(run, state, last) && store(invoked, last);
        });
  }

  private static @Nullable Instant due(RunRow run, @Nullable Instant due) {
    Instant deadline = run.times().deadline();
    if (due == null || deadline == null) {
      return due == null ? deadline : due;
    }
    return due.isBefore(deadline) ? due : deadline;
  }

  /**
   * Stores the state; false if the run was woken during the invocation, or belongs to another node.
   */
  private boolean await(RunRow run, NewState state, List<JournalEntry> entries) {
    Supplier<Boolean> settling = () -> store.runs().settle(run.owned(), state, entries);
    boolean concernsOthers = RunWaits.concern(entries) || run.flow().isLimited();
    boolean settled =
        concernsOthers ? inNew(settling, () -> awaitOthers(run, entries)) : store.alone(settling);
    if (settled) {
      signals.stored(run.id(), entries);
      if (state.dueAt() != null) {
        signals.dueHere(state.dueAt());
      }
    }
    return settled;
  }

  private void awaitOthers(RunRow run, List<JournalEntry> entries) {
    store.waits().apply(run, entries);
    store.turns().giveBack(List.of(run));
  }

  /** Stores the entries of a run that is invoked again. */
  private static boolean store(Invoked invoked, List<JournalEntry> entries) {
    invoked.journal().store(entries);
    return true;
  }

  /**
   * @param stored stores the end of the invocation, and returns whether the run is to be invoked
   *     again
   */
  private Optional<RunRow> againIf(RunRow run, BooleanSupplier stored) {
    try {
      return stored.getAsBoolean() ? again(run) : Optional.empty();
    } catch (AnsweredMeanwhileException e) {
      return again(run);
    } catch (JournalClosedException e) {
      if (e.reason() == Reason.LOST) {
        throw e;
      }
      return again(run);
    }
  }

  /** Stores the next round: the code continues as new. */
  Optional<RunRow> restart(Invoked invoked, String input) {
    RunRow run = invoked.run();
    boolean restarted =
        inNew(
            () -> store.runs().restart(run.owned(), input, clock.instant()),
            () -> store.waits().restart(run));
    if (!restarted) {
      throw lost();
    }
    return again(run);
  }

  private static JournalClosedException lost() {
    return new JournalClosedException(Reason.LOST, null);
  }

  /** Reads the run again, if this node still owns it. */
  Optional<RunRow> again(RunRow run) {
    return store.runs().findOwned(run.owned()).map(row -> row.again(run.invocations() + 1));
  }

  /** Releases the run for another node. */
  Optional<RunRow> release(RunRow run) {
    Instant now = clock.instant();
    store.alone(
        () -> {
          store.runs().release(run.owned(), now);
          return true;
        });
    signals.dueAfterCommit(now);
    return Optional.empty();
  }
}
