package dev.foliot.workflow.run;

import dev.foliot.unitofwork.ConnectionLostException;
import dev.foliot.unitofwork.FailedAfterCommitException;
import dev.foliot.workflow.journal.Journal;
import dev.foliot.workflow.journal.JournalClosedException;
import dev.foliot.workflow.journal.JournalClosedException.Reason;
import dev.foliot.workflow.journal.JournalEntry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionException;

/**
 * The journal of a run during one invocation. Each append is fenced (R54). If the run must end or
 * this node stops, an append stores its entries, and then ends the invocation early.
 */
final class RunJournal implements Journal {
  /** The maximum number of entries of a statement. */
  static final int MAX_AT_ONCE = 1_000;

  private final RunRow run;
  private final OwnedRun owned;
  private final RunStore store;
  private final RunSignals signals;
  private final InstantSource clock;
  private final boolean ends;
  private final BooleanSupplier stopping;
  private int entries;
  private boolean waits;

  /**
   * @param entries the number of entries of the journal
   * @param ends whether the run ends already, so that another request has no effect
   * @param stopping whether this node hands its runs over to other nodes
   */
  RunJournal(
      RunRow run,
      RunStore store,
      RunSignals signals,
      InstantSource clock,
      int entries,
      boolean ends,
      BooleanSupplier stopping) {
    this.run = run;
    this.owned = run.owned();
    this.store = store;
    this.signals = signals;
    this.clock = clock;
    this.entries = entries;
    this.ends = ends;
    this.stopping = stopping;
  }

  /** The number of its entries. */
  int entries() {
    return entries;
  }

  /** Whether this invocation has opened or closed a wait. */
  boolean hasWaits() {
    return waits;
  }

  @Override
  public void append(List<JournalEntry> added) {
    goOnUnless(store(added));
  }

  /** Stores entries, even if the run is to end. */
  boolean store(List<JournalEntry> added) {
    boolean isOneStatement = !RunWaits.concern(added) && added.size() <= MAX_AT_ONCE;
    boolean cancel =
        isOneStatement ? store.alone(() -> storeOnce(added)) : store.inNew(() -> storeAll(added));
    stored(added);
    return cancel;
  }

  private boolean storeAll(List<JournalEntry> added) {
    boolean cancel = false;
    for (int from = 0; from < Math.max(1, added.size()); from += MAX_AT_ONCE) {
      cancel = storeOnce(added.subList(from, Math.min(added.size(), from + MAX_AT_ONCE)));
    }
    try {
      store.waits().apply(run, added);
    } catch (AnsweredMeanwhileException e) {
      throw new JournalClosedException(Reason.ANSWERED, e);
    }
    if (cancel && !ends) {
      store.waits().cancelChildren(run.id()); // a child run may have been started just now
    }
    return cancel;
  }

  private boolean storeOnce(List<JournalEntry> added) {
    return switch (store.runs().append(owned, added)) {
      case LOST -> throw new JournalClosedException(Reason.LOST, null);
      case CANCEL -> true;
      case STORED -> false;
    };
  }

  /**
   * The action runs first. If the node does not own the run any more, the action is rolled back.
   */
  @Override
  public void appendWith(List<JournalEntry> before, Supplier<JournalEntry> action) {
    List<JournalEntry> added = new ArrayList<>(before);
    boolean[] written = new boolean[1];
    boolean cancel;
    try {
      cancel =
          store.inNewOfHandler(
              () -> {
                added.add(action.get());
                boolean ends = storeAll(added);
                written[0] = true;
                return ends;
              });
    } catch (RuntimeException e) {
      throw isUnknown(e, written[0]) ? new JournalClosedException(Reason.UNKNOWN, e) : e;
    }
    stored(added);
    goOnUnless(cancel);
  }

  private void stored(List<JournalEntry> added) {
    entries += added.size();
    waits |= RunWaits.concern(added);
    signals.stored(run.id(), added);
  }

  /** If the commit was certainly refused, the action has failed. */
  private static boolean isUnknown(RuntimeException e, boolean written) {
    if (e instanceof FailedAfterCommitException || e instanceof ConnectionLostException) {
      return true; // stored, or a consequence of the loss
    }
    return written
        ? !RefusedCommits.isSurely(e)
        : e instanceof DataAccessResourceFailureException || e instanceof TransactionException;
  }

  private void goOnUnless(boolean cancel) {
    if (!ends && (cancel || isOver(run.times().deadline()))) {
      throw new JournalClosedException(Reason.ENDING, null);
    }
    if (stopping.getAsBoolean()) {
      throw new JournalClosedException(Reason.HANDED_OVER, null);
    }
  }

  private boolean isOver(@Nullable Instant deadline) {
    return deadline != null && !clock.instant().isBefore(deadline);
  }
}
