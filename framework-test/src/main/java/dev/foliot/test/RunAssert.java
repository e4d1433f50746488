package dev.foliot.test;

import dev.foliot.EngineRun;
import dev.foliot.work.WorkDone;
import dev.foliot.work.WorkWaiting;
import java.util.List;
import java.util.Optional;

/**
 * Assertions about one run of a workflow: about its invocations in one run of the engine, and about
 * its state at the end. A failure prints the run of the engine.
 */
public final class RunAssert {
  private final EngineRun engineRun;
  private final String workflow;
  private final String id;

  RunAssert(EngineRun engineRun, String workflow, String id) {
    this.engineRun = engineRun;
    this.workflow = workflow;
    this.id = id;
  }

  /** The workflow run has succeeded in this run of the engine. */
  public RunAssert succeeded() {
    return ended("succeeded");
  }

  /** The workflow run has failed in this run of the engine. */
  public RunAssert failed() {
    return ended("failed");
  }

  /** The workflow run was cancelled, and has ended, in this run of the engine. */
  public RunAssert wasCancelled() {
    return ended("cancelled");
  }

  /** The workflow run has timed out in this run of the engine. */
  public RunAssert timedOut() {
    return ended("timed out");
  }

  private RunAssert ended(String outcome) {
    String last = invocations().stream().map(WorkDone::outcome).reduce("", (one, next) -> next);
    return check(
        last.equals(outcome),
        "should end as %s, but %s"
            .formatted(outcome, last.isEmpty() ? "was not invoked" : "is " + last));
  }

  /** The workflow run waits for the operations with these names, and for no others. */
  public RunAssert isWaitingFor(String... operations) {
    List<String> expected = List.of(operations);
    Optional<List<String>> found = waitsFor();
    return check(
        found.filter(names -> WorkflowAssert.isSame(names, expected)).isPresent(),
        "should wait for %s, but %s"
            .formatted(
                expected,
                found.map(names -> "waits for " + names).orElse("has ended, or does not exist")));
  }

  /** The workflow run waits for nothing: it has ended, or does not exist. */
  public RunAssert isNotWaiting() {
    return check(waitsFor().isEmpty(), "should not wait");
  }

  private Optional<List<String>> waitsFor() {
    return engineRun.waiting().stream()
        .filter(each -> each.owner().equals(workflow) && each.key().equals(id))
        .map(WorkWaiting::waitsFor)
        .findFirst();
  }

  /**
   * The code was invoked this number of times in this run of the engine. A run that has ended
   * before is not in the report, so 0 passes for a misspelt id, too.
   */
  public RunAssert wasInvoked(int times) {
    int found = invocations().size();
    return check(
        found == times, "should be invoked %s times, but it was %s".formatted(times, found));
  }

  /**
   * The code was invoked, and the operations with these names, and no others, had attempts that
   * ended in this run of the engine, in this order.
   */
  public RunAssert did(String... operations) {
    List<String> expected = List.of(operations);
    List<WorkDone> invocations = invocations();
    List<String> found = invocations.stream().flatMap(each -> each.did().stream()).toList();
    return check(
        !invocations.isEmpty() && found.equals(expected),
        "should do %s, but %s"
            .formatted(expected, invocations.isEmpty() ? "was not invoked" : "did " + found));
  }

  private List<WorkDone> invocations() {
    return engineRun.works().stream()
        .filter(each -> each.owner().equals(workflow) && each.key().equals(id))
        .toList();
  }

  private RunAssert check(boolean holds, String expectation) {
    if (!holds) {
      throw new AssertionError(
          "Run %s of workflow %s %s. The run of the engine:%n%s"
              .formatted(id, workflow, expectation, engineRun));
    }
    return this;
  }
}
