package dev.foliot.engine;

import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The progress of a lane's checkpoint over a batch. */
final class LaneProgress implements Progress {
  private final Subscription subscription;
  private final SegmentState state;
  private final SegmentStore store;
  private final LaneBatch batch;
  private int doneBefore;

  LaneProgress(Subscription subscription, SegmentState state, SegmentStore store, LaneBatch batch) {
    this.subscription = subscription;
    this.state = state;
    this.store = store;
    this.batch = batch;
  }

  @Override
  public int attemptOf(RecordedMessage message) {
    return 1;
  }

  @Override
  public @Nullable Instant failingSince(RecordedMessage message) {
    return null;
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
    HeldKeys held = state.held();
    return !held.isEmpty() && held.holdsBack(subscription.keyOf(message), message);
  }

  @Override
  public void write(int done, @Nullable Failure failure) {
    List<RecordedMessage> handled = handled(done, failure);
    state.write(batch.lane(), batch.positionAfter(done), handled.size());
    store.addAhead(pulledForward(handled));
    if (failure != null && failure.holdsKey()) {
      store.hold(HeldKey.of(failure, null));
    }
  }

  /** Messages behind a failed one are not done: they are read again when their key is released. */
  private List<RecordedMessage> handled(int done, @Nullable Failure failure) {
    int end = failure != null && failure.holdsKey() ? done - 1 : done;
    return batch.messages().subList(doneBefore, end).stream()
        .filter(message -> !holdsBack(message))
        .toList();
  }

  private List<Long> pulledForward(List<RecordedMessage> handled) {
    return batch.lane() == Lane.BACKFILL ? List.of() : state.aheadOfBackfill(handled);
  }

  @Override
  public void committed(int done, @Nullable Failure failure) {
    long position = batch.positionAfter(done);
    state.committedAhead(pulledForward(handled(done, failure)));
    state.committed(batch.lane(), position);
    if (batch.lane() == Lane.BACKFILL) {
      state
          .backlog()
          .handledThrough(
              position, done == 0 ? null : batch.messages().get(done - 1).metadata().occurredAt());
    }
    if (failure != null && failure.holdsKey()) {
      state.held().put(HeldKey.of(failure, null));
    }
    doneBefore = done;
  }

  @Override
  public boolean endsWith(Failure failure) {
    return false;
  }
}
