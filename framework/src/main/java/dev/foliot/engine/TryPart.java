package dev.foliot.engine;

import dev.foliot.engine.BatchParts.Part;
import dev.foliot.engine.PlanCalls.Call;
import dev.foliot.engine.PlanCalls.Planned;
import dev.foliot.engine.TryOutcome.CommitFailed;
import dev.foliot.engine.TryOutcome.Committed;
import dev.foliot.engine.TryOutcome.NotBegun;
import dev.foliot.engine.TryOutcome.OneFailed;
import dev.foliot.engine.TryOutcome.TooLong;
import dev.foliot.failure.ErrorText;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.handler.DeliveryInterceptors;
import dev.foliot.handler.DeliveryInterceptors.HandlerCall;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerMethod;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Message;
import dev.foliot.message.RecordedMessage;
import dev.foliot.outbox.Inbox;
import dev.foliot.unitofwork.FailedAfterCommitException;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives some messages of a batch to their handler in one transaction, whose last statement is the
 * checkpoint (R24), and returns the outcome.
 */
final class TryPart {
  /** After this number of lost commits in a row, the messages count as the cause. */
  private static final int LOST_COMMITS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(TryPart.class);

  private final Subscription subscription;
  private final HandlerBean handler;
  private final Transactions transactions;
  private final Inbox inbox;
  private final JudgeFailure judge;
  private final InstantSource clock;
  private final ReportDeliveries report;
  private final CurrentAttempt attempt;
  private final CheckOrder order;
  private final NoticeTimeout timeout = new NoticeTimeout();
  private int lostCommits;

  TryPart(
      Subscription subscription,
      Transactions transactions,
      Inbox inbox,
      JudgeFailure judge,
      InstantSource clock,
      ReportDeliveries report,
      CurrentAttempt attempt,
      CheckOrder order) {
    this.subscription = subscription;
    this.handler = subscription.handler();
    this.transactions = transactions;
    this.inbox = inbox;
    this.judge = judge;
    this.clock = clock;
    this.report = report;
    this.attempt = attempt;
    this.order = order;
  }

  /** The stages of a try. */
  private enum Stage {
    NOT_BEGUN,
    CALLING,
    FLUSHING,
    COMMITTING
  }

  /** One try: its calls and its progress. */
  private static final class Try {
    private final List<RecordedMessage> batch;
    private final Part part;
    private final Progress progress;
    private final List<Integer> places = new ArrayList<>();
    private final List<Delivery> handled = new ArrayList<>();
    private Stage stage = Stage.NOT_BEGUN;
    private int culprit;
    private boolean isCulpritKnown;

    Try(List<RecordedMessage> batch, Part part, Progress progress) {
      this.batch = batch;
      this.part = part;
      this.progress = progress;
      for (int place = part.from(); place < part.to(); place++) {
        if (!progress.holdsBack(batch.get(place))) {
          places.add(place);
        }
      }
      reached(Stage.NOT_BEGUN);
    }

    List<RecordedMessage> messages() {
      return places.stream().map(batch::get).toList();
    }

    /**
     * From now on, a failure belongs to the whole transaction, or to its message if it has only
     * one.
     */
    void reached(Stage reached) {
      stage = reached;
      isCulpritKnown = places.size() == 1;
      culprit = isCulpritKnown ? places.get(0) : 0;
    }

    /** From now on, a failure belongs to a message, which may be one of several. */
    void handling(int place, boolean isOnly) {
      culprit = place;
      isCulpritKnown = isOnly;
    }
  }

  /**
   * Hands over the messages of a part that nothing holds back, and commits.
   *
   * @throws SegmentLostException if another node owns the segment now
   */
  TryOutcome tryOnce(List<RecordedMessage> batch, Part part, Progress progress) {
    Try now = new Try(batch, part, progress);
    try {
      transactions.inNewOfHandler(
          () -> {
            handle(now);
            return true;
          });
      lostCommits = 0;
      return new Committed(now.handled);
    } catch (Throwable error) {
      return outcome(now, error);
    }
  }

  /**
   * The same in the transaction of the caller, who must let it fail after a failure.
   *
   * @return the failed message, or the first one of several that failed together; empty if there is
   *     none
   * @throws Throwable a failure that may pass
   */
  Optional<OneFailed> handleHere(List<RecordedMessage> batch, Part part, Progress progress)
      throws Throwable {
    Try now = new Try(batch, part, progress);
    try {
      handle(now);
      return Optional.empty();
    } catch (Throwable error) {
      attempt.failed(error);
      if (now.places.isEmpty()
          || timeout.isTimedOut()
          || judge.looksLikeOutage(error)
          || judge.isPassing(error, false)) {
        throw error;
      }
      return Optional.of(new OneFailed(now.culprit, false, error, false));
    }
  }

  private void handle(Try now) throws Throwable {
    // 1. The transaction has begun: from now on, a failure may belong to a message.
    now.reached(Stage.CALLING);
    timeout.watch();
    order.begin();
    now.progress.begin();
    prepare(now);
    // 2. Decide which calls the messages become, in the order of their keys.
    List<Call> calls = plan(now);
    // 3. Call the handler. A call that is alone has the commit as a part of its attempt.
    for (Call call : calls) {
      call(call, now);
      if (calls.size() > 1) {
        attempt.handled();
      }
    }
    // 4. Write how far the segment is, as the last statement before the commit.
    now.reached(Stage.FLUSHING);
    UnitOfWork.required()
        .lastly(
            () -> {
              now.progress.write(now.part.done(), now.part.failure());
              now.reached(Stage.COMMITTING);
            });
  }

  /** Foliot's own part comes first, with all messages of the transaction. */
  private void prepare(Try now) {
    handler
        .inDelivery()
        .ifPresent(
            own -> {
              if (!now.places.isEmpty()) {
                own.begin(now.messages());
              }
              Failure failure = now.part.failure();
              if (failure != null && failure.outcome() == Outcome.SKIPPED) {
                own.passedOver(
                    failure.message(),
                    "skipped by @OnError: "
                        + ErrorText.of(failure.message().redact(failure.error())));
              }
            });
  }

  private List<Call> plan(Try now) {
    PlanCalls plan = new PlanCalls(subscription);
    for (int place : now.places) {
      RecordedMessage message = now.batch.get(place);
      now.handling(place, true);
      try {
        order.check(message, now.progress);
        plan.add(place, message, inbox.isNew(handler, message));
      } catch (Throwable notItsTurnOrUnreadable) {
        attempt.enter(message, now.progress.attemptOf(message));
        throw notItsTurnOrUnreadable;
      }
    }
    return plan.calls();
  }

  private void call(Call call, Try now) throws Throwable {
    now.handling(call.place(), call.isOfOneMessage());
    attempt.enter(call, now.progress.attemptOf(call.first()));
    Instant start = clock.instant();
    List<Message> received = received(call);
    List<Outcome> outcomes = new ArrayList<>();
    if (call.list() == null) {
      handleEach(call, received, outcomes);
    } else {
      outcomes.addAll(Collections.nCopies(received.size(), handleAll(call, received)));
    }
    attempt.returned(outcomes);
    Duration share = Duration.between(start, clock.instant()).dividedBy(received.size());
    for (int i = 0; i < received.size(); i++) {
      Planned each = call.messages().get(i);
      int number = now.progress.attemptOf(each.recorded());
      now.handled.add(
          report.ended(each.part(), received.get(i).payload(), number, outcomes.get(i), share));
    }
  }

  private List<Message> received(Call call) {
    List<Message> received = new ArrayList<>(call.messages().size());
    call.messages().forEach(each -> received.add(inbox.received(handler, each.part())));
    return received;
  }

  private void handleEach(Call call, List<Message> received, List<Outcome> outcomes)
      throws Throwable {
    for (int i = 0; i < received.size(); i++) {
      Planned each = call.messages().get(i);
      Message message = received.get(i);
      Outcome outcome = Outcome.HANDLED;
      if (each.isNew()) {
        CurrentMessage.Scope scope =
            CurrentMessage.handling(message.metadata(), attempt.traceParent());
        try {
          outcome = deliver(List.of(message), () -> handler.handle(message, each.part()));
          endIfPassedOver(each.recorded(), outcome);
        } finally {
          scope.close();
        }
      }
      outcomes.add(outcome);
    }
  }

  /** Notifies Foliot's own part if no interceptor called the handler. */
  private void endIfPassedOver(RecordedMessage message, Outcome outcome) {
    if (outcome == Outcome.IGNORED) {
      handler
          .inDelivery()
          .ifPresent(own -> own.passedOver(message, DeliveryInterceptors.PASSED_OVER));
    }
  }

  private Outcome deliver(List<Message> messages, HandlerCall call) throws Throwable {
    return attempt.isIntercepted() ? attempt.deliver(messages, call) : call.run();
  }

  private Outcome handleAll(Call call, List<Message> received) throws Throwable {
    HandlerMethod list = Objects.requireNonNull(call.list());
    return deliver(
        received,
        () -> {
          handler.handleAll(list, call.newParts());
          return Outcome.HANDLED;
        });
  }

  private TryOutcome outcome(Try now, Throwable error) {
    if (now.stage == Stage.COMMITTING && error instanceof FailedAfterCommitException committed) {
      Throwable shown = CurrentAttempt.redact(now.messages(), committed);
      LOG.error("subscription={}: {}", subscription.name(), ErrorText.message(shown), shown);
      return new Committed(now.handled);
    }
    attempt.failed(error);
    if (error instanceof SegmentLostException lost) {
      throw lost;
    }
    DatabaseAwayException away = whyAway(now, error);
    if (away != null) {
      return new NotBegun(away);
    }
    boolean passing = judge.isPassing(error, now.stage != Stage.CALLING);
    int messages = now.places.size();
    if (messages > 1 && (passing || timeout.isTimedOut())) {
      return new TooLong(messages);
    }
    return now.isCulpritKnown
        ? new OneFailed(now.culprit, now.culprit == now.places.get(0), error, passing)
        : new CommitFailed(messages, error, passing);
  }

  /**
   * Without a transaction no handler was called, for example because the pool is exhausted. A
   * connection that is lost in the commit does not show whether the commit took place, so the next
   * step must read the state. If a message loses the connection each time, it is found like any
   * other culprit.
   */
  private @Nullable DatabaseAwayException whyAway(Try now, Throwable error) {
    boolean isUnknown =
        now.stage == Stage.COMMITTING
            && judge.looksLikeOutage(error)
            && ++lostCommits < LOST_COMMITS;
    return now.stage == Stage.NOT_BEGUN || isUnknown
        ? new DatabaseAwayException(error)
        : judge.whyDatabaseIsAway(error);
  }
}
