package dev.foliot.test;

import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.MessageKind;
import dev.foliot.test.FlowStep.Delivered;
import dev.foliot.test.FlowStep.Processed;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Assertions about the flow of a test. An expected event is given as itself, as its class, as an
 * AssertJ condition or as an {@link ExpectedEvent}. A failure prints the flow.
 */
public final class FlowAssert extends AbstractAssert<FlowAssert, Flow> {
  FlowAssert(@Nullable Flow actual) {
    super(actual, FlowAssert.class);
  }

  /** The event, or at least one event of the class, was raised and committed. */
  public FlowAssert published(Object eventOrType) {
    return check(
        count(eventOrType) > 0,
        "%s should have been published".formatted(describe(List.of(eventOrType))));
  }

  /** The event, or an event of the class, was raised and committed that many times. */
  public FlowAssert published(Object eventOrType, int times) {
    return checkCount(times, count(eventOrType), describe(List.of(eventOrType)) + " published");
  }

  /** The events were raised in this order, perhaps with others in between. */
  public FlowAssert publishedInOrder(Object... eventsOrTypes) {
    List<Object> expected = List.of(eventsOrTypes);
    int found = 0;
    for (Object event : flow().published()) {
      if (found < expected.size() && RaisedEvents.matches(expected.get(found), event)) {
        found++;
      }
    }
    return check(
        found == expected.size(),
        "Events should have been published in the order %s, but %s is missing or too early"
            .formatted(
                describe(expected),
                found == expected.size() ? "" : describe(List.of(expected.get(found)))));
  }

  /** The events and no others were raised, in this order. */
  public FlowAssert publishedExactly(Object... eventsOrTypes) {
    List<Object> expected = List.of(eventsOrTypes);
    return check(
        new RaisedEvents("", flow().published()).differenceInOrder(expected).isEmpty(),
        "Exactly these events should have been published: %s".formatted(describe(expected)));
  }

  /** No event was raised and committed. */
  public FlowAssert publishedNothing() {
    return check(flow().published().isEmpty(), "No event should have been published");
  }

  /**
   * The command, or at least one command of the class, was submitted and committed. A scheduled
   * command counts when it is due and the engine moves it into the log.
   */
  public FlowAssert submitted(Object commandOrType) {
    return check(
        submittedCount(commandOrType) > 0,
        "%s should have been submitted".formatted(describe(List.of(commandOrType))));
  }

  /** As {@link #submitted(Object)}, that many times. */
  public FlowAssert submitted(Object commandOrType, int times) {
    return checkCount(
        times, submittedCount(commandOrType), describe(List.of(commandOrType)) + " submitted");
  }

  /**
   * The command, or the message of a timer, was stored for a later time; given as itself or as its
   * class. It counts even if its time has come since, or if it was cancelled.
   */
  public FlowAssert scheduled(Object messageOrType) {
    return check(
        scheduledCount(messageOrType) > 0,
        "%s should have been scheduled".formatted(describe(List.of(messageOrType))));
  }

  /** As {@link #scheduled(Object)}, that many times. */
  public FlowAssert scheduled(Object messageOrType, int times) {
    return checkCount(
        times, scheduledCount(messageOrType), describe(List.of(messageOrType)) + " scheduled");
  }

  /** A submitted command of the class was not handled, because its deadline had passed. */
  public FlowAssert expired(Class<?> command) {
    checkType(Set.of(MessageKind.COMMAND), command);
    return check(
        flow()
            .steps(Delivered.class)
            .anyMatch(each -> each.isOfCommand(command) && each.hasOutcome(Outcome.EXPIRED)),
        "%s should have expired".formatted(command.getSimpleName()));
  }

  /** At least one command of the class was processed, or submitted and handled, with success. */
  public FlowAssert processed(Class<?> command) {
    return check(
        processedCount(command) > 0,
        "%s should have been processed".formatted(command.getSimpleName()));
  }

  /** A command of the class was processed, or submitted and handled, that many times. */
  public FlowAssert processed(Class<?> command, int times) {
    return checkCount(times, processedCount(command), command.getSimpleName() + " processed");
  }

  /** The handler of this name, as a subscription, handled at least one message. */
  public FlowAssert handled(String handler) {
    return check(
        handledCount(handler) > 0,
        "%s should have handled something".formatted(checkedName(handler)));
  }

  /** The handler of this name, as a subscription, handled that many messages. */
  public FlowAssert handled(String handler, int times) {
    return checkCount(times, handledCount(handler), "messages handled by " + checkedName(handler));
  }

  /** A command or a delivery failed with an exception of this class, also if it was tried again. */
  public FlowAssert failedWith(Class<? extends Throwable> error) {
    return check(
        errors().anyMatch(error::isInstance),
        "Something should have failed with %s".formatted(error.getSimpleName()));
  }

  /** No command and no delivery failed, not even once. */
  public FlowAssert nothingFailed() {
    return check(errors().findAny().isEmpty(), "Nothing should have failed");
  }

  /** No message was parked, neither after its last attempt nor at once. */
  public FlowAssert nothingParked() {
    boolean parked =
        flow().steps(Delivered.class).anyMatch(each -> each.delivery().outcome() == Outcome.PARKED);
    return check(!parked, "Nothing should have been parked");
  }

  private Flow flow() {
    isNotNull();
    return actual;
  }

  private int count(Object eventOrType) {
    return count(Set.of(MessageKind.EVENT), eventOrType, flow().published());
  }

  private int submittedCount(Object commandOrType) {
    return count(Set.of(MessageKind.COMMAND), commandOrType, flow().submitted());
  }

  private int scheduledCount(Object messageOrType) {
    return count(Flow.LATER, messageOrType, flow().scheduled());
  }

  private int count(Set<MessageKind> kinds, Object expected, List<Object> messages) {
    checkType(kinds, ExpectedEvent.of(expected).type());
    return (int)
        messages.stream().filter(message -> RaisedEvents.matches(expected, message)).count();
  }

  private int processedCount(Class<?> command) {
    checkType(Set.of(MessageKind.COMMAND), command);
    Stream<Processed> inTheCallersThread =
        flow()
            .steps(Processed.class)
            .filter(each -> command.isInstance(each.command().payload()) && each.isSuccess());
    Stream<Delivered> submitted =
        flow().steps(Delivered.class).filter(each -> each.isOfCommand(command) && each.isHandled());
    return (int) (inTheCallersThread.count() + submitted.count());
  }

  private int handledCount(String handler) {
    return (int)
        flow()
            .steps(Delivered.class)
            .filter(each -> each.delivery().subscription().equals(handler) && each.isHandled())
            .count();
  }

  private Stream<Throwable> errors() {
    return flow().steps(FlowStep.class).flatMap(step -> step.error().stream());
  }

  /** Refuses an unknown name, with which an assertion would always fail or always succeed. */
  private String checkedName(String handler) {
    List<String> names = flow().handlerNames();
    if (!names.contains(handler)) {
      throw failure(
          "No event handler, projector, subscriber, process manager or command handler has the name %s. The names are: %s",
          handler, names);
    }
    return handler;
  }

  /** Refuses a class that messages of these kinds never have, as {@link #checkedName} does. */
  private void checkType(Set<MessageKind> kinds, Class<?> type) {
    flow()
        .unknown(kinds, type)
        .ifPresent(
            text -> {
              throw failure("%s", text);
            });
  }

  private static String describe(List<Object> eventsOrTypes) {
    return eventsOrTypes.stream().map(RaisedEvents::describe).collect(Collectors.joining(", "));
  }

  private FlowAssert checkCount(int expected, int found, String what) {
    return check(
        expected == found,
        "%s: expected %s times, but it was %s times".formatted(what, expected, found));
  }

  private FlowAssert check(boolean holds, String expectation) {
    if (!holds) {
      throw failure("%s. What happened:%n%s%s", expectation, flow(), hint());
    }
    return this;
  }

  private static String hint() {
    return TransactionSynchronizationManager.isActualTransactionActive()
        ? "A transaction is open. Its events are dispatched and published when it commits: if the test is @Transactional, remove the annotation; its database is clean anyway."
        : "";
  }
}
