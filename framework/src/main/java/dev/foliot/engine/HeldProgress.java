package dev.foliot.engine;

import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The progress of a held key over the messages behind its failed message. */
final class HeldProgress implements Progress {
  private final HeldKey due;
  private final List<RecordedMessage> waiting;
  private final boolean isAll;
  private final SegmentState state;
  private final SegmentStore store;
  private final InstantSource clock;
  private int doneBefore;

  /**
   * @param isAll whether nothing else of the key waits
   */
  HeldProgress(
      HeldKey due,
      List<RecordedMessage> waiting,
      boolean isAll,
      SegmentState state,
      SegmentStore store,
      InstantSource clock) {
    this.due = due;
    this.waiting = waiting;
    this.isAll = isAll;
    this.state = state;
    this.store = store;
    this.clock = clock;
  }

  @Override
  public int attemptOf(RecordedMessage message) {
    return message.position() == due.position() ? due.attempts() + 1 : 1;
  }

  @Override
  public @Nullable Instant failingSince(RecordedMessage message) {
    return due.isFailed(message) ? due.firstFailedAt() : null;
  }

  @Override
  public void throwIfLost() {
    store.throwIfLost();
  }

  @Override
  public long openedAt() {
    return state.openedAt();
  }

  @Override
  public boolean holdsBack(RecordedMessage message) {
    return false;
  }

  @Override
  public void write(int done, @Nullable Failure failure) {
    List<RecordedMessage> handled = handled(done, failure);
    // Both lanes are past the waiting messages, perhaps only in memory. The messages are done now.
    state.writePositions(handled.size());
    store.addAhead(state.aheadOfBackfill(handled));
    HeldKey next = next(done, failure);
    if (next == null) {
      store.release(due.key());
    } else {
      store.hold(next);
    }
  }

  @Override
  public void committed(int done, @Nullable Failure failure) {
    state.committedAhead(state.aheadOfBackfill(handled(done, failure)));
    state.committedPositions();
    HeldKey next = next(done, failure);
    if (next == null) {
      state.held().remove(due.key());
    } else {
      state.held().put(next);
    }
    doneBefore = done;
  }

  private List<RecordedMessage> handled(int done, @Nullable Failure failure) {
    int end = failure != null && failure.holdsKey() ? done - 1 : done;
    return waiting.subList(doneBefore, end);
  }

  private @Nullable HeldKey next(int done, @Nullable Failure failure) {
    if (failure != null && failure.holdsKey()) {
      return HeldKey.of(failure, due);
    }
    if (done == waiting.size() && isAll) {
      return null;
    }
    return due.goingOnAfter(waiting.get(done - 1).position(), clock.instant());
  }

  @Override
  public boolean endsWith(Failure failure) {
    return failure.holdsKey();
  }
}
