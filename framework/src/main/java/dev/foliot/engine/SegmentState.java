package dev.foliot.engine;

import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import dev.foliot.unitofwork.Transactions;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The state of a segment: its two positions, the keys that it holds, and the messages that are done
 * ahead of the backfill lane. Skipped positions are saved at intervals, everything else in the
 * transaction of the delivery: {@code write…} writes to the database, and {@code committed…} then
 * updates the memory.
 */
final class SegmentState {
  private static final long UNSAVED_POSITIONS = 10_000;

  private final SegmentStore store;
  private final Transactions transactions;
  private final long openedAt;
  private SegmentLayout layout;
  private volatile HeldKeys held;
  private Set<Long> ahead;
  private BackfillBacklog backlog;
  private volatile long primary;
  private volatile long backfill;
  private long savedPrimary;
  private long savedBackfill;
  private volatile boolean unsure;

  SegmentState(SegmentStore store, Transactions transactions) {
    this.store = store;
    this.transactions = transactions;
    this.layout = store.layout();
    this.held = new HeldKeys(store.held());
    this.ahead = new HashSet<>(store.ahead());
    this.primary = savedPrimary = store.position(Lane.PRIMARY);
    this.backfill = savedBackfill = store.position(Lane.BACKFILL);
    this.openedAt = backfill;
    this.backlog = new BackfillBacklog(backfill);
  }

  SegmentStore store() {
    return store;
  }

  private void readAgain() {
    layout = store.layout();
    held = new HeldKeys(store.held());
    ahead = new HashSet<>(store.ahead());
    primary = savedPrimary = store.position(Lane.PRIMARY);
    backfill = savedBackfill = store.position(Lane.BACKFILL);
    backlog = new BackfillBacklog(backfill);
  }

  /**
   * A step begins. If the previous step did not end, the state is read from the database: if a
   * connection is lost in a commit, the outcome is unknown.
   */
  void beginStep() {
    if (unsure) {
      readAgain();
    }
    unsure = true;
  }

  /** The memory has the current state. */
  void endStep() {
    unsure = false;
  }

  /** The position that both lanes had at the beginning. */
  long openedAt() {
    return openedAt;
  }

  long position(Lane lane) {
    return lane == Lane.PRIMARY ? primary : backfill;
  }

  SegmentLayout layout() {
    return layout;
  }

  HeldKeys held() {
    return held;
  }

  BackfillBacklog backlog() {
    return backlog;
  }

  /** Whether the message was done before the backfill lane came to it. */
  boolean isDoneAhead(RecordedMessage message) {
    return ahead.contains(message.position());
  }

  /**
   * The positions of the messages that are done ahead and that the backfill lane has still to skip.
   */
  List<Long> aheadOfBackfill(Collection<RecordedMessage> done) {
    return done.stream()
        .filter(message -> message.lane() == Lane.BACKFILL && message.position() > backfill)
        .map(RecordedMessage::position)
        .toList();
  }

  void committedAhead(List<Long> positions) {
    ahead.addAll(positions);
  }

  /**
   * Writes the position of a lane; the primary position is never stored behind the backfill
   * position.
   */
  void write(Lane lane, long position, int handled) {
    if (lane == Lane.BACKFILL && primary != savedPrimary) {
      store.moveTo(Lane.PRIMARY, primary, 0);
    }
    store.moveTo(lane, position, handled);
    if (lane == Lane.BACKFILL) {
      removeAheadUpTo(position);
    }
  }

  void committed(Lane lane, long position) {
    if (lane == Lane.PRIMARY) {
      primary = savedPrimary = position;
    } else {
      backfill = savedBackfill = position;
      savedPrimary = primary;
      ahead.removeIf(each -> each <= position);
    }
  }

  /**
   * Writes the positions of both lanes that are in memory; the handled messages count for the
   * primary lane.
   */
  void writePositions(int handled) {
    store.moveTo(Lane.PRIMARY, primary, handled);
    store.moveTo(Lane.BACKFILL, backfill, 0);
    removeAheadUpTo(backfill);
  }

  void committedPositions() {
    savedPrimary = primary;
    savedBackfill = backfill;
    ahead.removeIf(position -> position <= backfill);
  }

  private void removeAheadUpTo(long position) {
    if (!ahead.isEmpty()) {
      store.removeAheadUpTo(position);
    }
  }

  /** The lane reaches a position without having handled a message. */
  void passedOver(Lane lane, long through) {
    if (lane == Lane.PRIMARY) {
      primary = through;
    } else {
      backfill = Math.max(backfill, through);
      backlog.handledThrough(backfill, null);
    }
    if (primary - savedPrimary >= UNSAVED_POSITIONS
        || backfill - savedBackfill >= UNSAVED_POSITIONS
        || ahead.stream().anyMatch(position -> position <= backfill)) {
      save();
    }
  }

  /** Saves skipped positions (R24 needs no more). */
  private void save() {
    transactions.doInNew(() -> writePositions(0));
    committedPositions();
  }

  /** Saves skipped positions at the end, if they are known, without waiting for a lock. */
  void saveLast() {
    if (!unsure && (primary != savedPrimary || backfill != savedBackfill)) {
      transactions.doInNew(this::writeAtOnce);
    }
  }

  private void writeAtOnce() {
    if (store.lockAtOnce()) {
      writePositions(0);
    }
  }
}
