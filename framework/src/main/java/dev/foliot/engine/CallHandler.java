package dev.foliot.engine;

import dev.foliot.engine.PlanCalls.Call;
import dev.foliot.engine.PlanCalls.Planned;
import dev.foliot.handler.Delivery;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Message;
import dev.foliot.message.RecordedMessage;
import dev.foliot.outbox.Inbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Gives the messages of a batch to their handler, within the delivery transaction. */
final class CallHandler {
  private final Subscription subscription;
  private final Inbox inbox;
  private final JudgeFailure judge;
  private final InstantSource clock;
  private final ReportDeliveries report;
  private final CurrentAttempt current;
  private final CheckOrder order;

  CallHandler(
      Subscription subscription,
      Inbox inbox,
      JudgeFailure judge,
      InstantSource clock,
      ReportDeliveries report,
      CurrentAttempt current,
      CheckOrder order) {
    this.subscription = subscription;
    this.inbox = inbox;
    this.judge = judge;
    this.clock = clock;
    this.report = report;
    this.current = current;
    this.order = order;
  }

  /**
   * Hands over the messages at those places of the batch.
   *
   * @return what to report once it is committed
   * @throws HandlerThrewException if the handler throws, or a message cannot be read
   */
  List<Delivery> make(List<RecordedMessage> batch, List<Integer> places, Progress progress) {
    order.begin();
    return subscription.handler().takesLists()
        ? together(batch, places, progress)
        : oneAfterTheOther(batch, places, progress);
  }

  private List<Delivery> oneAfterTheOther(
      List<RecordedMessage> batch, List<Integer> places, Progress progress) {
    List<Delivery> handled = new ArrayList<>(places.size());
    for (int place : places) {
      handled.addAll(hand(place, batch.get(place), progress, handled.isEmpty()));
      if (places.size() > 1) {
        current.handled(); // who is alone has the commit as part of its attempt
      }
    }
    return handled;
  }

  /** All parts of a message that was split since it was stored are one attempt. */
  private List<Delivery> hand(
      int place, RecordedMessage recorded, Progress progress, boolean first) {
    List<Delivery> handled = new ArrayList<>();
    int attempt = progress.attemptOf(recorded);
    current.enter(recorded, attempt);
    try {
      order.check(recorded, progress);
      boolean isNew = inbox.isNew(subscription.handler(), recorded);
      for (RecordedMessage part : subscription.partsOf(recorded)) {
        Instant start = clock.instant();
        Message message = inbox.received(subscription.handler(), part);
        if (isNew) {
          call(message, part);
        }
        handled.add(report.handled(part, message.payload(), attempt, since(start)));
      }
      return handled;
    } catch (Throwable error) {
      throw HandlerThrewException.of(place, first, error, isPassing(error));
    }
  }

  private void call(Message message, RecordedMessage recorded) throws Throwable {
    CurrentMessage.Scope scope = CurrentMessage.handling(message.metadata(), current.traceParent());
    try {
      subscription.handler().handle(message, recorded);
    } finally {
      scope.close();
    }
  }

  private List<Delivery> together(
      List<RecordedMessage> batch, List<Integer> places, Progress progress) {
    List<Call> calls = plan(batch, places, progress);
    List<Delivery> handled = new ArrayList<>(places.size());
    for (Call call : calls) {
      handled.addAll(hand(call, progress, handled.isEmpty()));
      if (calls.size() > 1) {
        current.handled();
      }
    }
    return handled;
  }

  private List<Call> plan(List<RecordedMessage> batch, List<Integer> places, Progress progress) {
    PlanCalls plan = new PlanCalls(subscription);
    for (int place : places) {
      RecordedMessage recorded = batch.get(place);
      try {
        order.check(recorded, progress);
        plan.add(place, recorded);
      } catch (Throwable error) {
        current.enter(recorded, progress.attemptOf(recorded));
        throw HandlerThrewException.of(place, places.get(0) == place, error, isPassing(error));
      }
    }
    return plan.calls();
  }

  private List<Delivery> hand(Call call, Progress progress, boolean first) {
    Planned head = call.messages().get(0);
    RecordedMessage recorded = head.recorded();
    Instant start = clock.instant();
    current.enter(
        recorded, progress.attemptOf(recorded), call.messages().size(), call.messagesBegun());
    try {
      if (call.method().takesList()) {
        subscription
            .handler()
            .handleAll(call.method(), call.messages().stream().map(Planned::part).toList());
      } else {
        call(head.part().message(), head.part());
      }
    } catch (Throwable error) {
      throw call.isOfOneMessage()
          ? HandlerThrewException.of(head.place(), first, error, isPassing(error))
          : HandlerThrewException.ofSeveral(error, isPassing(error));
    }
    Duration share = since(start).dividedBy(call.messages().size());
    return call.messages().stream()
        .map(each -> handled(each, progress.attemptOf(each.recorded()), share))
        .toList();
  }

  private Delivery handled(Planned each, int attempt, Duration duration) {
    return report.handled(each.part(), each.part().payload(), attempt, duration);
  }

  private Duration since(Instant start) {
    return Duration.between(start, clock.instant());
  }

  private boolean isPassing(Throwable error) {
    return judge.isPassing(error, false);
  }
}
