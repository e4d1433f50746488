package dev.foliot.test;

import dev.foliot.EngineRun;
import dev.foliot.engine.Leftover;
import dev.foliot.engine.Leftover.What;
import dev.foliot.engine.Step;
import dev.foliot.handler.Delivery.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractObjectAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about a run of the engine in test mode. A failure prints the run's table. */
public final class EngineRunAssert extends AbstractObjectAssert<EngineRunAssert, EngineRun> {
  private static final String OUTBOX = "outbox";

  EngineRunAssert(@Nullable EngineRun actual) {
    super(actual, EngineRunAssert.class);
  }

  /**
   * Nothing is left: nothing waits for a retry or for its time, nothing is parked, and nothing is
   * paused. Schedules, and processes that wait for an event, do not count.
   */
  public EngineRunAssert isQuiescent() {
    return check(run().isQuiescent(), "Nothing should be left");
  }

  /** The subscription handled that many messages. */
  public EngineRunAssert handled(String subscription, int times) {
    return checkCount(times, subscription, Outcome.HANDLED);
  }

  /** No subscription handled a message. */
  public EngineRunAssert handledNothing() {
    return check(outcomes(Outcome.HANDLED).findAny().isEmpty(), "Nothing should have been handled");
  }

  /**
   * A message of each of these streams, by id, was handled, and the first ones in this order. Other
   * streams do not matter.
   */
  public EngineRunAssert handledInOrder(String... streamIds) {
    List<String> expected = Arrays.asList(streamIds);
    List<String> found =
        outcomes(Outcome.HANDLED)
            .map(Step::streamId)
            .filter(expected::contains)
            .distinct()
            .toList();
    return check(
        found.equals(expected),
        "The streams should have been handled in the order %s, but it was %s"
            .formatted(expected, found));
  }

  /** This number of deliveries to the subscription failed and had to be tried again. */
  public EngineRunAssert retried(String subscription, int times) {
    return checkCount(times, subscription, Outcome.RETRY);
  }

  /** Deliveries to the subscription failed that many times and were skipped. */
  public EngineRunAssert skipped(String subscription, int times) {
    return checkCount(times, subscription, Outcome.SKIPPED);
  }

  /**
   * This number of keys of the subscription, or of the {@code outbox}, are parked when the run
   * ends.
   */
  public EngineRunAssert parked(String subscription, int count) {
    return checkLeft(What.PARKED, subscription, count);
  }

  /**
   * This number of keys of the subscription, or of the {@code outbox}, wait for their next attempt.
   */
  public EngineRunAssert waiting(String subscription, int count) {
    return checkLeft(What.WAITING, subscription, count);
  }

  /** The deliveries of this run submitted this number of commands of the class. */
  public EngineRunAssert submitted(Class<?> command, int times) {
    String type = checkedType(command, TypeNames.ofCommand(command));
    long found =
        run().steps().stream().flatMap(step -> step.raised().stream()).filter(type::equals).count();
    return check(
        found == times,
        "%s submitted: expected %s times, but it was %s times"
            .formatted(command.getSimpleName(), times, found));
  }

  /** This number of scheduled commands or messages of timers of the class wait for their time. */
  public EngineRunAssert scheduled(Class<?> message, int count) {
    String type = checkedType(message, TypeNames.ofDueLater(message));
    long found =
        run().dueLater().stream().filter(later -> later.messageType().equals(type)).count();
    return check(
        found == count,
        "%s scheduled: expected %s, but it was %s"
            .formatted(message.getSimpleName(), count, found));
  }

  /**
   * This number of submitted commands of the class expired in this run, before they were handled.
   */
  public EngineRunAssert expired(Class<?> command, int times) {
    String type = checkedType(command, TypeNames.ofCommand(command));
    long found = outcomes(Outcome.EXPIRED).filter(step -> step.messageType().equals(type)).count();
    return check(
        found == times,
        "%s expired: expected %s times, but it was %s times"
            .formatted(command.getSimpleName(), times, found));
  }

  /**
   * Begins assertions about one instance of a process manager.
   *
   * @param process the name of the process manager
   * @param id the correlation of the instance
   */
  public ProcessAssert process(String process, String id) {
    if (!run().processManagers().contains(process)) {
      throw failure(
          "No process manager has the name %s. The names are: %s",
          process, run().processManagers());
    }
    return new ProcessAssert(run(), process, id);
  }

  /**
   * Begins assertions about one run of a workflow.
   *
   * @param workflow the name of the workflow
   * @param id the id of the run
   */
  public RunAssert run(String workflow, String id) {
    if (!run().owners().contains(workflow)) {
      throw failure("No workflow has the name %s. The names are: %s", workflow, run().owners());
    }
    return new RunAssert(run(), workflow, id);
  }

  /** The subscription was paused when the run began, so nothing was delivered to it. */
  public EngineRunAssert paused(String subscription) {
    return check(
        run().paused().contains(checkedName(subscription, run().subscriptions())),
        "%s should have been paused".formatted(subscription));
  }

  /** Nothing is parked, neither by this run nor by an earlier one. */
  public EngineRunAssert nothingParked() {
    return check(left(What.PARKED).findAny().isEmpty(), "Nothing should be parked");
  }

  /** A delivery failed with an exception of this class. */
  public EngineRunAssert failedWith(Class<? extends Throwable> error) {
    return check(
        run().steps().stream().anyMatch(step -> error.isInstance(step.error())),
        "A delivery should have failed with %s".formatted(error.getSimpleName()));
  }

  private EngineRun run() {
    isNotNull();
    return actual;
  }

  private Stream<Step> outcomes(Outcome outcome) {
    return run().steps().stream().filter(step -> step.outcome() == outcome);
  }

  private Stream<Leftover> left(What what) {
    return run().leftovers().stream().filter(each -> each.what() == what);
  }

  private EngineRunAssert checkCount(int expected, String subscription, Outcome outcome) {
    checkedName(subscription, run().subscriptions());
    Predicate<Step> mine = step -> step.subscription().equals(subscription);
    long found = outcomes(outcome).filter(mine).count();
    return check(
        found == expected,
        "%s: expected the outcome %s %s times, but it was %s times"
            .formatted(subscription, outcome, expected, found));
  }

  private EngineRunAssert checkLeft(What what, String where, int expected) {
    List<String> names = new ArrayList<>(run().subscriptions());
    names.add(OUTBOX);
    checkedName(where, names);
    long found = left(what).filter(each -> each.where().equals(where)).count();
    return check(
        found == expected,
        "%s: expected %s %s, but it was %s".formatted(where, expected, what, found));
  }

  /** Refuses an unknown name, with which an assertion would always fail or always succeed. */
  private String checkedName(String name, List<String> names) {
    if (!names.contains(name)) {
      throw failure("No subscription has the name %s. The names are: %s", name, names);
    }
    return name;
  }

  /** Refuses a class that no message has, as {@link #checkedName} does. */
  private String checkedType(Class<?> message, String name) {
    if (!run().messageClasses().contains(message)) {
      throw failure(
          "No command handler and no process manager takes %s. Give the class of a command, or of the message of a timer, of this application.",
          message.getName());
    }
    return name;
  }

  private EngineRunAssert check(boolean holds, String expectation) {
    if (!holds) {
      throw failure("%s. The run:%n%s", expectation, run());
    }
    return this;
  }
}
