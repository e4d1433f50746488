package dev.foliot.engine;

import dev.foliot.engine.BatchParts.Part;
import dev.foliot.engine.JudgeFailure.Try;
import dev.foliot.engine.TryOutcome.CommitFailed;
import dev.foliot.engine.TryOutcome.Committed;
import dev.foliot.engine.TryOutcome.Failed;
import dev.foliot.engine.TryOutcome.NotBegun;
import dev.foliot.engine.TryOutcome.OneFailed;
import dev.foliot.engine.TryOutcome.TooLong;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.handler.DeliveryInterceptors;
import dev.foliot.message.RecordedMessage;
import dev.foliot.outbox.Inbox;
import dev.foliot.unitofwork.Transactions;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers a batch to one handler in one transaction with one checkpoint (R24). If message k
 * throws, everything is rolled back, and this counts as an attempt of k. Then the messages before k
 * are handled again as one batch, whose transaction also records the failure of k. The rest follows
 * after k. If the flush or the commit fails, the culprit is unknown, so each message is handled
 * alone, and the failure of a lone message is its attempt.
 *
 * <p>A passing failure, such as a conflict, and the time-out of the transaction may come from the
 * length of a batch. So a batch of several messages is first made smaller until it goes through, or
 * until a message is alone. After a passing failure, a lone message is tried again at once, a few
 * times (R25).
 */
final class DeliverBatch {
  private static final Logger LOG = LoggerFactory.getLogger(DeliverBatch.class);
  private static final int TRIES_AT_ONCE = 5;

  private final Subscription subscription;
  private final JudgeFailure judge;
  private final InstantSource clock;
  private final ReportDeliveries report;
  private final CurrentAttempt attempt;
  private final CircuitBreaker.OfSegment circuit;
  private final CheckOrder order;
  private final TryPart tryPart;
  private final BatchLimit limit;

  DeliverBatch(
      Subscription subscription,
      Transactions transactions,
      Inbox inbox,
      JudgeFailure judge,
      InstantSource clock,
      ReportDeliveries report,
      Around<DeliveryAttempt> around,
      DeliveryInterceptors interceptors,
      CircuitBreaker.OfSegment circuit,
      CheckOrder order) {
    this.subscription = subscription;
    this.judge = judge;
    this.clock = clock;
    this.report = report;
    this.attempt = new CurrentAttempt(subscription, around, interceptors);
    this.circuit = circuit;
    this.order = order;
    this.tryPart =
        new TryPart(subscription, transactions, inbox, judge, clock, report, attempt, order);
    this.limit = new BatchLimit(subscription.settings().batchSize());
  }

  /**
   * Delivers the messages. When this method returns, each is handled, held or skipped. If the
   * circuit breaker stops the delivery, the remaining messages are not touched.
   *
   * @throws DatabaseAwayException if the database is unavailable
   * @throws SegmentLostException if another node owns the segment now
   */
  void deliver(List<RecordedMessage> batch, Progress progress) {
    BatchParts parts = new BatchParts(batch.size());
    while (mayGoOn(parts)) {
      // 1. Take no more messages than one transaction may handle.
      Part part = next(parts, progress);
      try {
        // 2. Call the handler and write the checkpoint in one transaction.
        TryOutcome outcome = tryPart.tryOnce(batch, part, progress);
        // 3. Remember the committed progress, or decide how the messages come again.
        if (outcome instanceof Committed committed) {
          remember(committed, part, progress, parts);
        } else if (outcome instanceof NotBegun notBegun) {
          throw notBegun.why();
        } else if (outcome instanceof TooLong tooLong) {
          shorten(tooLong.messages());
          parts.again(part);
        } else if (outcome instanceof Failed failed && isTriedAgainAtOnce(failed, part)) {
          parts.again(part);
        } else if (outcome instanceof OneFailed one) {
          parts.around(one.place(), judge(one, batch, progress), part);
        } else if (outcome instanceof CommitFailed failed) {
          refuseIfNoMessage(failed);
          parts.oneByOne(part);
        }
      } finally {
        attempt.leave();
      }
    }
  }

  /** The failure of a message is recorded even if it opened the circuit breaker. */
  private boolean mayGoOn(BatchParts parts) {
    return !parts.isEmpty() && (parts.nextRecordsFailure() || circuit.letsThrough());
  }

  /**
   * If the key of a failed message is now held by an earlier message, the failed message waits, too
   * (R25).
   */
  private Part next(BatchParts parts, Progress progress) {
    Part part = parts.next(limit.now());
    Failure failure = part.failure();
    return failure != null && progress.holdsBack(failure.message()) ? part.passedOver() : part;
  }

  private void remember(Committed committed, Part part, Progress progress, BatchParts parts) {
    Failure failure = part.failure();
    attempt.handled();
    progress.committed(part.done(), failure);
    order.committed();
    limit.committed(part.size());
    circuit.recorded(!committed.handled().isEmpty(), failure);
    report.committed(committed.handled());
    if (failure != null) {
      report.failed(failure);
      if (progress.endsWith(failure)) {
        parts.dropAll();
      }
    }
  }

  private void shorten(int messages) {
    limit.tooMuch(messages);
    LOG.debug(
        "subscription={} handles at most {} messages in one transaction until full batches commit again: a batch of {} conflicted or timed out",
        subscription.name(),
        limit.now(),
        messages);
  }

  private boolean isTriedAgainAtOnce(Failed failed, Part part) {
    boolean again = failed.passing() && part.tries() < TRIES_AT_ONCE;
    if (again) {
      LOG.debug(
          "subscription={} tries a batch again: {}",
          subscription.name(),
          ErrorText.of(failed.error()));
    }
    return again;
  }

  /**
   * The circuit breaker counts a failure only if the message was the first one of its transaction.
   * An owner that has stalled does not judge: its count is old, and the work of the new owner may
   * be the cause of the failure.
   */
  private Failure judge(OneFailed one, List<RecordedMessage> batch, Progress progress) {
    progress.throwIfLost();
    RecordedMessage message = batch.get(one.place());
    Failure failure =
        judge.judge(
            subscription,
            new Try(
                message,
                progress.attemptOf(message),
                progress.failingSince(message),
                one.error(),
                one.passing(),
                clock.instant()));
    attempt.judged(failure.outcome());
    return one.isFirst() ? circuit.failed(failure) : failure;
  }

  private void refuseIfNoMessage(CommitFailed failed) {
    if (failed.messages() == 0) {
      throw judge.cannotRecord(subscription.name(), failed.error());
    }
  }
}
