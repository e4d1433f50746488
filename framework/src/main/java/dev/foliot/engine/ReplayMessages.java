package dev.foliot.engine;

import dev.foliot.engine.BatchParts.Part;
import dev.foliot.engine.TryOutcome.CommitFailed;
import dev.foliot.engine.TryOutcome.Committed;
import dev.foliot.engine.TryOutcome.Failed;
import dev.foliot.engine.TryOutcome.NotBegun;
import dev.foliot.engine.TryOutcome.OneFailed;
import dev.foliot.engine.TryOutcome.TooLong;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.Around;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.RecordedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Hands the stored messages of one segment to the handler of a subscription once more, for a
 * rebuild. It works like {@link DeliverBatch}, but nothing is held or parked. After a temporary
 * failure of a batch, the messages are tried again in smaller batches. Any other failure ends the
 * delivery, unless the handler's error method skips the message. Listeners and observations are not
 * called. One thread at a time.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ReplayMessages {
  private static final int TRIES_AT_ONCE = 5;

  private final Subscription subscription;
  private final EngineParts parts;
  private final JudgeFailure judge;
  private final BatchLimit limit;
  private @Nullable Instant failingSince;

  /**
   * @param batchSize the maximum number of messages that one transaction handles
   */
  public ReplayMessages(Subscription subscription, EngineParts parts, int batchSize) {
    this.subscription = subscription;
    this.parts = parts;
    this.judge = new JudgeFailure(parts.storage().jdbc(), () -> 0.5);
    this.limit = new BatchLimit(batchSize);
  }

  /**
   * Delivers the messages; all are done when this returns.
   *
   * @throws ReplayFailedException if one of them cannot be handled; those before it may be done
   * @throws dev.foliot.work.WorkLostException if this node may not deliver
   * @throws DatabaseAwayException if the database is unavailable
   * @throws IllegalStateException if a temporary failure lasts; call this method again later
   */
  public void deliver(ReplayBatch batch, ReplayProgress progress) {
    BatchParts left = new BatchParts(batch.messages().size());
    CurrentAttempt attempt = attempt();
    TryPart tries = tries(attempt);
    var written = new Written(batch, progress);
    while (!left.isEmpty()) {
      Part part = left.next(limit.now());
      try {
        TryOutcome outcome = tries.tryOnce(batch.messages(), part, written);
        if (outcome instanceof Committed) {
          limit.committed(part.size());
          written.committed(part.done(), part.failure());
          failingSince = null;
        } else if (outcome instanceof NotBegun notBegun) {
          throw notBegun.why();
        } else if (outcome instanceof TooLong tooLong) {
          limit.tooMuch(tooLong.messages());
          left.again(part);
        } else if (outcome instanceof Failed failed) {
          failed(failed, part, batch.messages(), left);
        }
      } finally {
        attempt.leave();
      }
    }
  }

  private void failed(Failed failed, Part part, List<RecordedMessage> batch, BatchParts left) {
    if (failed.passing() && part.tries() < TRIES_AT_ONCE) {
      left.again(part);
    } else if (failed.passing() && isSpared(failed.error())) {
      throw new IllegalStateException(
          "Subscription %s cannot handle messages once more now; it tries again later: %s"
              .formatted(subscription.name(), ErrorText.firstLine(failed.error())),
          failed.error());
    } else if (failed instanceof OneFailed one) {
      left.around(one.place(), skipOrThrow(batch.get(one.place()), one.error()), part);
    } else if (failed instanceof CommitFailed all && all.messages() == 0) {
      throw judge.cannotRecord(subscription.name(), all.error());
    } else {
      left.oneByOne(part);
    }
  }

  private boolean isSpared(Throwable error) {
    Instant now = parts.node().clock().instant();
    failingSince = failingSince == null ? now : failingSince;
    return Duration.between(failingSince, now).compareTo(JudgeFailure.sparedFor(error)) < 0;
  }

  private Failure skipOrThrow(RecordedMessage message, Throwable error) {
    Instant now = parts.node().clock().instant();
    Failure judged =
        judge.judge(subscription, new JudgeFailure.Try(message, 1, null, error, false, now));
    if (judged.outcome() != Outcome.SKIPPED) {
      throw new ReplayFailedException(subscription.name(), message, error);
    }
    return judged;
  }

  /**
   * Delivers the messages in the transaction of the caller, which fails if a message fails. The
   * handler's error method is not called, because the transaction cannot continue.
   *
   * @throws ReplayFailedException if one of them cannot be handled; a temporary failure is thrown
   *     as it is
   */
  public void deliverHere(ReplayBatch batch, ReplayProgress progress) {
    CurrentAttempt attempt = attempt();
    parts
        .storage()
        .transactions()
        .inCurrentOrNew(
            () -> {
              Part all = new Part(0, batch.messages().size(), null);
              try {
                tries(attempt)
                    .handleHere(batch.messages(), all, new Written(batch, progress))
                    .ifPresent(failed -> throwFor(failed, batch));
              } finally {
                attempt.leave();
              }
              return true;
            });
  }

  private void throwFor(OneFailed failed, ReplayBatch batch) {
    throw new ReplayFailedException(
        subscription.name(), batch.messages().get(failed.place()), failed.error());
  }

  private CurrentAttempt attempt() {
    return new CurrentAttempt(
        subscription, attempt -> Around.Scope.NONE, parts.deliveries().interceptors());
  }

  /**
   * Each try has its own check of the order, because the positions of a segment may start again.
   */
  private TryPart tries(CurrentAttempt attempt) {
    return new TryPart(
        subscription,
        parts.storage().transactions(),
        parts.deliveries().inbox(),
        judge,
        parts.node().clock(),
        new ReportDeliveries(subscription, unheard -> {}, committed -> {}),
        attempt,
        new CheckOrder(subscription, Long.MAX_VALUE, parts.storage().log(), new StreamBreaks()));
  }

  /** Lets the caller write the progress of a batch. */
  private final class Written implements Progress {
    private final ReplayBatch batch;
    private final ReplayProgress progress;
    private int doneBefore;

    Written(ReplayBatch batch, ReplayProgress progress) {
      this.batch = batch;
      this.progress = progress;
    }

    @Override
    public void begin() {
      if (!progress.begin()) {
        throw new SegmentLostException(subscription.name(), batch.segment());
      }
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
    public void throwIfLost() {}

    @Override
    public long openedAt() {
      return 0;
    }

    @Override
    public boolean holdsBack(RecordedMessage message) {
      return progress.passesOver(message);
    }

    @Override
    public void write(int done, @Nullable Failure failure) {
      progress.write(batch.positionAfter(done), done - doneBefore);
    }

    @Override
    public void committed(int done, @Nullable Failure failure) {
      doneBefore = done;
      progress.committed(batch.positionAfter(done));
    }

    @Override
    public boolean endsWith(Failure failure) {
      return false;
    }
  }
}
