package dev.foliot.engine;

import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lane's checkpoint moves on over a batch. */
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
  public boolean holdsBack(RecordedMessage message) {
    return state.held().holdsBack(subscription.keyOf(message), message);
  }

  @Override
  public void write(int done, @Nullable Failure failure) {
    store.addAhead(pulledForward(done, failure));
    if (failure != null && failure.holdsKey()) {
      store.hold(HeldKey.of(failure, null));
    }
    state.write(batch.lane(), batch.positionAfter(done));
  }

  /** What waits behind a failure is not done: it is read again when its key is released. */
  private List<Long> pulledForward(int done, @Nullable Failure failure) {
    if (batch.lane() == Lane.BACKFILL) {
      return List.of();
    }
    int end = failure != null && failure.holdsKey() ? done - 1 : done;
    return state.aheadOfBackfill(
        batch.messages().subList(doneBefore, end).stream()
            .filter(message -> !holdsBack(message))
            .toList());
  }

  @Override
  public void committed(int done, @Nullable Failure failure) {
    long position = batch.positionAfter(done);
    state.committedAhead(pulledForward(done, failure));
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
