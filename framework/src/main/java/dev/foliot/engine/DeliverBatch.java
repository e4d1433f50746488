package dev.foliot.engine;

import dev.foliot.engine.JudgeFailure.Try;
import dev.foliot.failure.ErrorText;
import dev.foliot.failure.ReadableError;
import dev.foliot.handler.Around;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.message.RecordedMessage;
import dev.foliot.outbox.Inbox;
import dev.foliot.unitofwork.FailedAfterCommitException;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers a batch to one handler in one transaction with one checkpoint (R24). If message k
 * throws, everything is rolled back, and that was k's attempt: the messages before k are handled
 * again as one batch, whose transaction also records k's failure, and the rest goes on after k. If
 * only the flush or the commit fails, the culprit is unknown and the batch is replayed one by one;
 * then the lone failure is the attempt.
 *
 * <p>A passing failure, such as a conflict, and the time-out of the transaction may come from the
 * length of a batch. So a batch of several messages is first made smaller until it goes through, or
 * until a message is alone. A passing failure of a lone message is tried again at once first (R25).
 */
final class DeliverBatch {
  private static final Logger LOG = LoggerFactory.getLogger(DeliverBatch.class);
  private static final int TRIES_AT_ONCE = 5;

  private final Subscription subscription;
  private final Transactions transactions;
  private final JudgeFailure judge;
  private final InstantSource clock;
  private final ReportDeliveries report;
  private final CurrentAttempt current;
  private final CircuitBreaker.OfSegment circuit;
  private final CheckOrder order;
  private final CallHandler calls;
  private final BatchLimit limit;
  private final NoticeTimeout timeout = new NoticeTimeout();
  private boolean began;
  private boolean committing;
  private int lostConnections;

  DeliverBatch(
      Subscription subscription,
      Transactions transactions,
      Inbox inbox,
      JudgeFailure judge,
      InstantSource clock,
      ReportDeliveries report,
      Around<DeliveryAttempt> around,
      CircuitBreaker.OfSegment circuit,
      CheckOrder order) {
    this.subscription = subscription;
    this.transactions = transactions;
    this.judge = judge;
    this.clock = clock;
    this.report = report;
    this.current = new CurrentAttempt(subscription, around);
    this.circuit = circuit;
    this.order = order;
    this.calls = new CallHandler(subscription, inbox, judge, clock, report, current, order);
    this.limit = new BatchLimit(subscription.settings().batchSize());
  }

  /**
   * Messages {@code from} (inclusive) to {@code to}, then perhaps the failure of message {@code
   * to}.
   */
  private record Part(int from, int to, @Nullable Failure failure) {
    int done() {
      return failure == null ? to : to + 1;
    }

    int size() {
      return to - from;
    }

    boolean isEmpty() {
      return size() == 0 && failure == null;
    }
  }

  /**
   * Delivers the messages; each is handled, held or skipped when this returns, unless the circuit
   * breaker stopped it before the end: what it did not come to stays where it is.
   */
  void deliver(List<RecordedMessage> batch, Progress progress) {
    Deque<Part> parts = new ArrayDeque<>();
    parts.add(new Part(0, batch.size(), null));
    while (!parts.isEmpty() && (parts.peek().failure() != null || circuit.letsThrough())) {
      Part part = next(parts);
      List<Delivery> handled = new ArrayList<>();
      List<Part> instead = tryToHandle(batch, part, progress, handled);
      if (instead.isEmpty()) {
        progress.committed(part.done(), part.failure());
        order.committed();
        limit.committed(part.size());
        circuit.recorded(!handled.isEmpty(), part.failure());
        report.committed(handled);
        if (part.failure() != null) {
          report.failed(part.failure());
          if (progress.endsWith(part.failure())) {
            return;
          }
        }
      }
      for (int i = instead.size() - 1; i >= 0; i--) {
        if (!instead.get(i).isEmpty()) {
          parts.push(instead.get(i));
        }
      }
    }
  }

  /** No more of the first part than one transaction may handle. */
  private Part next(Deque<Part> parts) {
    Part part = parts.pop();
    if (part.size() <= limit.now()) {
      return part;
    }
    int end = part.from() + limit.now();
    parts.push(new Part(end, part.to(), part.failure()));
    return new Part(part.from(), end, null);
  }

  /** Handles a part and commits, or says what to do instead. */
  private List<Part> tryToHandle(
      List<RecordedMessage> batch, Part part, Progress progress, List<Delivery> handled) {
    for (int tries = 1; ; tries++) {
      handled.clear();
      began = false;
      committing = false;
      try {
        transactions.doInNew(() -> handle(batch, part, progress, handled));
        lostConnections = 0;
        current.handled();
        return List.of();
      } catch (HandlerThrewException threw) {
        current.failed(threw.error());
        judge.throwIfDatabaseIsAway(threw.error());
        if (isTooMuch(batch, part, progress, threw.isPassing())) {
          return List.of(part);
        }
        if (!isTriedAgainAtOnce(threw.error(), threw.isPassing(), tries)) {
          return threw.isOfOne() ? afterHandlerThrew(batch, part, progress, threw) : oneByOne(part);
        }
      } catch (SegmentLostException lost) {
        current.failed(lost);
        throw lost;
      } catch (FailedAfterCommitException committed) {
        current.handled();
        LOG.error(
            "subscription={}: {}",
            subscription.name(),
            committed.getMessage(),
            ReadableError.of(committed));
        return List.of();
      } catch (Throwable error) {
        current.failed(error);
        throwIfNotBegun(error);
        throwIfPerhapsCommitted(error);
        judge.throwIfDatabaseIsAway(error);
        if (isTooMuch(batch, part, progress, judge.isPassing(error, true))) {
          return List.of(part);
        }
        if (!isTriedAgainAtOnce(error, judge.isPassing(error, true), tries)) {
          return afterCommitFailed(batch, part, progress, error);
        }
      } finally {
        current.leave();
      }
    }
  }

  /** Without a transaction no handler was called, for example because the pool is exhausted. */
  private void throwIfNotBegun(Throwable error) {
    if (!began) {
      throw new DatabaseAwayException(error);
    }
  }

  /**
   * A connection that is lost in the commit does not tell whether it took place, so that the caller
   * must look. A message that loses it each time is found in the end like any other culprit.
   */
  private void throwIfPerhapsCommitted(Throwable error) {
    if (committing && judge.looksLikeOutage(error) && ++lostConnections < TRIES_AT_ONCE) {
      throw new DatabaseAwayException(error);
    }
  }

  /** Whether the length of the batch may be the reason; the same messages then come in pieces. */
  private boolean isTooMuch(
      List<RecordedMessage> batch, Part part, Progress progress, boolean passing) {
    int messages = notHeldBack(batch, part, progress).size();
    boolean tooMuch = messages > 1 && (passing || timeout.isTimedOut());
    if (tooMuch) {
      limit.tooMuch(messages);
      LOG.debug(
          "subscription={} handles at most {} messages in one transaction for a while: a batch of {} conflicted or timed out",
          subscription.name(),
          limit.now(),
          messages);
    }
    return tooMuch;
  }

  private boolean isTriedAgainAtOnce(Throwable error, boolean passing, int tries) {
    boolean again = passing && tries < TRIES_AT_ONCE;
    if (again) {
      LOG.debug(
          "subscription={} tries a batch again: {}", subscription.name(), ErrorText.of(error));
    }
    return again;
  }

  private void handle(
      List<RecordedMessage> batch, Part part, Progress progress, List<Delivery> handled) {
    began = true;
    timeout.watch();
    handled.addAll(calls.make(batch, notHeldBack(batch, part, progress), progress));
    UnitOfWork.required()
        .lastly(
            () -> {
              progress.write(part.done(), part.failure());
              committing = true;
            });
  }

  private List<Part> afterHandlerThrew(
      List<RecordedMessage> batch, Part part, Progress progress, HandlerThrewException threw) {
    int index = threw.index();
    Failure failure = judge(batch.get(index), progress, threw.error(), threw.isPassing());
    return List.of(
        new Part(part.from(), index, threw.isFirst() ? circuit.failed(failure) : failure),
        new Part(index + 1, part.to(), part.failure()));
  }

  private List<Part> afterCommitFailed(
      List<RecordedMessage> batch, Part part, Progress progress, Throwable error) {
    List<Integer> tried = notHeldBack(batch, part, progress);
    if (tried.isEmpty()) {
      throw judge.cannotRecord(subscription.name(), error);
    }
    if (tried.size() == 1) {
      int index = tried.get(0);
      Failure failure = judge(batch.get(index), progress, error, judge.isPassing(error, true));
      return List.of(
          new Part(part.from(), index, circuit.failed(failure)),
          new Part(index + 1, part.to(), part.failure()));
    }
    return oneByOne(part);
  }

  private static List<Part> oneByOne(Part part) {
    List<Part> oneByOne = new ArrayList<>();
    for (int i = part.from(); i < part.to(); i++) {
      oneByOne.add(new Part(i, i + 1, null));
    }
    oneByOne.add(new Part(part.to(), part.to(), part.failure()));
    return oneByOne;
  }

  private static List<Integer> notHeldBack(
      List<RecordedMessage> batch, Part part, Progress progress) {
    List<Integer> free = new ArrayList<>();
    for (int i = part.from(); i < part.to(); i++) {
      if (!progress.holdsBack(batch.get(i))) {
        free.add(i);
      }
    }
    return free;
  }

  private Failure judge(
      RecordedMessage message, Progress progress, Throwable error, boolean passing) {
    int attempt = progress.attemptOf(message);
    Instant since = progress.failingSince(message);
    Failure failure =
        judge.judge(
            subscription, new Try(message, attempt, since, error, passing, clock.instant()));
    current.judged(failure.outcome());
    return failure;
  }
}
