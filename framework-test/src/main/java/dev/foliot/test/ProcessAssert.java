package dev.foliot.test;

import dev.foliot.EngineRun;
import dev.foliot.process.ProcessStatus;
import dev.foliot.process.ProcessSummary;
import dev.foliot.work.DueLater;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Assertions about one instance of a process manager at the end of a run of the engine. A failure
 * prints the run.
 */
public final class ProcessAssert {
  private final EngineRun run;
  private final String process;
  private final String id;

  ProcessAssert(EngineRun run, String process, String id) {
    this.run = run;
    this.process = process;
    this.id = id;
  }

  /** The instance has started, and has not ended. */
  public ProcessAssert isRunning() {
    return hasStatus(ProcessStatus.RUNNING);
  }

  /** The instance has ended. */
  public ProcessAssert hasEnded() {
    return hasStatus(ProcessStatus.ENDED);
  }

  /** Events have come too early, and wait for its start. */
  public ProcessAssert waitsForStart() {
    return hasStatus(ProcessStatus.EARLY);
  }

  /** No message has come for the instance, or it is not kept any more. */
  public ProcessAssert doesNotExist() {
    return check(instance().isEmpty(), "should not exist, but " + status());
  }

  /** The instance has handled this number of messages: events and messages of timers. */
  public ProcessAssert hasHandled(int messages) {
    Optional<Integer> found = instance().map(ProcessSummary::transitions);
    return check(
        found.equals(Optional.of(messages)),
        "should have handled %s messages, but %s"
            .formatted(messages, found.map(number -> "it was " + number).orElse(status())));
  }

  /** A timer of this name waits. */
  public ProcessAssert hasTimer(String name) {
    return check(
        timer(name).isPresent(), "should have a timer %s, but has %s".formatted(name, timers()));
  }

  /** A timer of this name waits, and is due at this instant. */
  public ProcessAssert hasTimer(String name, Instant dueAt) {
    hasTimer(name);
    Instant actual = timer(name).orElseThrow().dueAt();
    return check(
        actual.equals(dueAt),
        "should have a timer %s that is due at %s, but it is due at %s"
            .formatted(name, dueAt, actual));
  }

  /**
   * The instance exists, and no timer of this name waits. Only the code knows the names, so a
   * misspelt one passes.
   */
  public ProcessAssert hasNoTimer(String name) {
    check(instance().isPresent(), "should have no timer %s, but %s".formatted(name, status()));
    return check(timer(name).isEmpty(), "should have no timer %s".formatted(name));
  }

  private ProcessAssert hasStatus(ProcessStatus expected) {
    return check(
        instance().filter(each -> each.status() == expected).isPresent(),
        "should %s, but %s".formatted(StatusWords.expected(expected), status()));
  }

  private String status() {
    return StatusWords.actual(instance().map(ProcessSummary::status));
  }

  private Optional<ProcessSummary> instance() {
    return run.processes().stream()
        .filter(each -> each.process().equals(process) && each.id().equals(id))
        .findFirst();
  }

  private List<String> timers() {
    return waiting().stream().map(DueLater::name).toList();
  }

  private Optional<DueLater> timer(String name) {
    return waiting().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private List<DueLater> waiting() {
    return run.dueLater().stream()
        .filter(each -> each.owner().equals(process) && each.key().equals(id))
        .toList();
  }

  private ProcessAssert check(boolean holds, String expectation) {
    if (!holds) {
      throw new AssertionError(
          "Process %s %s %s. The run:%n%s".formatted(process, id, expectation, run));
    }
    return this;
  }
}
