package dev.foliot.test;

import dev.foliot.workflow.RunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.AbstractObjectAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a run in a {@link WorkflowTestRunner}. A failure shows the trace of the run.
 *
 * @param <R> the result of the workflow
 */
public final class WorkflowAssert<R extends @Nullable Object>
    extends AbstractObjectAssert<WorkflowAssert<R>, WorkflowResult<R>> {
  private List<String> names = List.of();

  WorkflowAssert(@Nullable WorkflowResult<R> actual) {
    super(actual, WorkflowAssert.class);
  }

  /** The run has succeeded. */
  public WorkflowAssert<R> succeeded() {
    return hasStatus(RunStatus.SUCCEEDED);
  }

  /** The run has failed. */
  public WorkflowAssert<R> failed() {
    return hasStatus(RunStatus.FAILED);
  }

  /** The run was cancelled. */
  public WorkflowAssert<R> wasCancelled() {
    return hasStatus(RunStatus.CANCELLED);
  }

  /** The run has this status. */
  public WorkflowAssert<R> hasStatus(RunStatus status) {
    isNotNull();
    return check(
        actual.status() == status, "The run is %s, expected %s".formatted(actual.status(), status));
  }

  /** The run has succeeded with this result. */
  public WorkflowAssert<R> hasResult(@Nullable Object expected) {
    succeeded();
    Object result = actual.result();
    if (!Objects.equals(result, expected)) {
      throw failureWithActualExpected(
          result, expected, "The result is %s, expected %s%n%s", result, expected, actual);
    }
    return this;
  }

  /** The run has failed with an error of exactly this class. */
  public WorkflowAssert<R> hasError(Class<? extends Throwable> type) {
    return hasErrorType(type.getName());
  }

  /** The run has failed with an error of this type: a class name, or the word of another system. */
  public WorkflowAssert<R> hasErrorType(String type) {
    failed();
    String found = actual.error().type();
    return check(found.equals(type), "The error is a %s, expected a %s".formatted(found, type));
  }

  /** The run has failed with an error whose message contains this. */
  public WorkflowAssert<R> hasErrorContaining(String text) {
    failed();
    String message = actual.error().message();
    return check(
        message != null && message.contains(text),
        "The message of the error is '%s', expected one with '%s'".formatted(message, text));
  }

  /** Operations with these names have begun, in contexts too. */
  public WorkflowAssert<R> ran(String... operations) {
    isNotNull();
    names = List.of(operations);
    List<String> begun = begun();
    List<String> missing = names.stream().filter(name -> !begun.contains(name)).toList();
    return check(
        missing.isEmpty(), "The run did not begin %s; it began %s".formatted(missing, begun));
  }

  /**
   * The operations of the last {@link #ran} have begun in this order.
   *
   * @throws IllegalStateException if {@link #ran} was not called before, or without names
   */
  public WorkflowAssert<R> inOrder() {
    if (names.isEmpty()) {
      throw new IllegalStateException(
          "inOrder() checks the operations of ran(…), but no operation was named before. Call ran(\"first\", \"second\").inOrder().");
    }
    List<String> begun = begun();
    int next = 0;
    for (String name : begun) {
      if (next < names.size() && name.equals(names.get(next))) {
        next++;
      }
    }
    return check(
        next == names.size(), "The order of %s is another one: %s".formatted(names, begun));
  }

  /**
   * No operations with these names have begun. A workflow of steps refuses a name that is no step,
   * unless it begins with a capital letter, as the class of a question does. In any other workflow,
   * only the code knows the names, so a misspelt one passes.
   */
  public WorkflowAssert<R> didNotRun(String... operations) {
    isNotNull();
    refuseUnknownSteps(List.of(operations));
    List<String> found = new ArrayList<>(List.of(operations));
    found.retainAll(begun());
    return check(found.isEmpty(), "The run began %s, expected that it does not".formatted(found));
  }

  private void refuseUnknownSteps(List<String> operations) {
    Set<String> known = actual.declaredSteps();
    for (String name : operations) {
      boolean mayBeQuestion = !name.isEmpty() && Character.isUpperCase(name.charAt(0));
      if (!known.isEmpty() && !known.contains(name) && !mayBeQuestion) {
        throw failure("No step has the name %s. The names are: %s", name, new TreeSet<>(known));
      }
    }
  }

  private List<String> begun() {
    return actual.allOperations().stream()
        .map(WorkflowOperation::name)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The run took this time, by the clock of the test. */
  public WorkflowAssert<R> took(Duration time) {
    isNotNull();
    Duration elapsed = actual.elapsed();
    return check(elapsed.equals(time), "The run took %s, expected %s".formatted(elapsed, time));
  }

  /** This many attempts of an operation have ended. 0 is checked as {@link #didNotRun}. */
  public WorkflowAssert<R> hasAttempts(String operation, int attempts) {
    isNotNull();
    if (attempts == 0) {
      refuseUnknownSteps(List.of(operation));
    }
    int found = actual.attempts(operation);
    return check(
        found == attempts,
        "'%s' had %s attempts, expected %s".formatted(operation, found, attempts));
  }

  /** The run waits for the operations with these names, and for no others. */
  public WorkflowAssert<R> isWaitingFor(String... operations) {
    hasStatus(RunStatus.WAITING);
    List<String> found =
        actual.waitingFor().stream()
            .map(each -> each.name() == null ? each.id() : each.name())
            .toList();
    return check(
        isSame(found, List.of(operations)),
        "The run waits for %s, expected %s".formatted(found, List.of(operations)));
  }

  /** Whether both lists have the same names, each the same number of times, in any order. */
  static boolean isSame(List<String> some, List<String> others) {
    return some.stream().sorted().toList().equals(others.stream().sorted().toList());
  }

  /** The workflow processed and submitted these commands and no others, in this order. */
  public WorkflowAssert<R> sent(Object... commands) {
    isNotNull();
    List<Object> found = actual.sent();
    return check(
        found.equals(List.of(commands)),
        "The run sent %s, expected %s".formatted(found, List.of(commands)));
  }

  /** The workflow published these domain events and no others, in this order. */
  public WorkflowAssert<R> published(Object... events) {
    isNotNull();
    List<Object> found = actual.published();
    return check(
        found.equals(List.of(events)),
        "The run published %s, expected %s".formatted(found, List.of(events)));
  }

  private WorkflowAssert<R> check(boolean isAsExpected, String message) {
    if (!isAsExpected) {
      throw failure("%s%n%s", message, actual);
    }
    return this;
  }
}
