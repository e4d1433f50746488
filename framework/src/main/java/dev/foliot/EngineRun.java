package dev.foliot;

import dev.foliot.commandline.Table;
import dev.foliot.engine.Cycle;
import dev.foliot.engine.CycleEntry;
import dev.foliot.engine.Leftover;
import dev.foliot.engine.Step;
import dev.foliot.engine.WorkStep;
import dev.foliot.failure.ErrorText;
import dev.foliot.process.ProcessStatus;
import dev.foliot.process.ProcessSummary;
import dev.foliot.work.DueLater;
import dev.foliot.work.WorkDone;
import dev.foliot.work.WorkWaiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The report of one run of the engine in test mode: its cycles and its leftovers (R35). Its text is
 * a table without ids, so that two runs over the same log give the same text.
 *
 * @param cycles in order
 * @param leftovers the messages that wait for a retry or are parked
 * @param dueLater the scheduled commands, the timers and the runs of workflows that wait for a
 *     time, in the order in which they are due; schedules are not among them
 * @param waiting the runs of workflows that have not ended, with the operations that they wait for
 * @param processes the stored instances of process managers, also ended ones
 * @param subscriptions the names of all subscriptions, in the order of their turns
 * @param paused the names of the subscriptions that were paused when the run began: nothing was
 *     delivered to them
 * @param owners the names of the workflows
 * @param processManagers the names of the process managers
 * @param messageClasses the classes of the messages that handlers of the application take
 */
public record EngineRun(
    List<Cycle> cycles,
    List<Leftover> leftovers,
    List<DueLater> dueLater,
    List<WorkWaiting> waiting,
    List<ProcessSummary> processes,
    List<String> subscriptions,
    List<String> paused,
    List<String> owners,
    List<String> processManagers,
    List<Class<?>> messageClasses) {
  private static final List<String> HEAD =
      List.of("cycle", "subscription", "lane", "message", "stream", "attempt", "outcome", "raised");

  public EngineRun {
    cycles = List.copyOf(cycles);
    leftovers = List.copyOf(leftovers);
    dueLater = List.copyOf(dueLater);
    waiting = List.copyOf(waiting);
    processes = List.copyOf(processes);
    subscriptions = List.copyOf(subscriptions);
    paused = List.copyOf(paused);
    owners = List.copyOf(owners);
    processManagers = List.copyOf(processManagers);
    messageClasses = List.copyOf(messageClasses);
  }

  /** All deliveries of all cycles, in order. */
  public List<Step> steps() {
    return cycles.stream().flatMap(cycle -> cycle.steps().stream()).toList();
  }

  /** All steps of works of all cycles, such as invocations of workflows, in order. */
  public List<WorkDone> works() {
    return cycles.stream().flatMap(cycle -> cycle.works().stream()).toList();
  }

  /**
   * Whether nothing is left: nothing waits for a retry or for its time, nothing is parked, and no
   * subscription is paused. A process or a workflow that waits for an answer from outside, without
   * a time limit, does not count.
   */
  public boolean isQuiescent() {
    return leftovers.isEmpty() && dueLater.isEmpty() && paused.isEmpty();
  }

  @Override
  public String toString() {
    List<List<String>> rows = new ArrayList<>();
    for (Cycle cycle : cycles) {
      if (cycle.entries().isEmpty()) {
        rows.add(List.of(number(cycle), "(nothing)", "", "", "", "", "", ""));
      }
      cycle.entries().forEach(entry -> rows.add(row(cycle, entry)));
    }
    StringBuilder text = new StringBuilder(Table.of(HEAD, rows));
    text.append(isQuiescent() ? "nothing is left\n" : "left:\n");
    paused.forEach(each -> text.append("  paused: ").append(each).append(", so it got nothing\n"));
    leftovers.forEach(left -> text.append("  ").append(describe(left)).append('\n'));
    dueLater.forEach(later -> text.append("  ").append(describe(later)).append('\n'));
    waiting.forEach(each -> text.append(describe(each)).append('\n'));
    processes.stream()
        .filter(each -> each.status() != ProcessStatus.ENDED)
        .forEach(each -> text.append(describe(each)).append('\n'));
    return text.toString();
  }

  private String number(Cycle cycle) {
    Duration since = Duration.between(cycles.get(0).at(), cycle.at());
    return "%s (+%s ms)".formatted(cycle.number(), since.toMillis());
  }

  private List<String> row(Cycle cycle, CycleEntry entry) {
    return entry instanceof WorkStep work ? row(cycle, work.done()) : row(cycle, (Step) entry);
  }

  /** The line of a workflow run, with its operations in the last column. */
  private List<String> row(Cycle cycle, WorkDone done) {
    return List.of(
        number(cycle),
        done.owner(),
        "",
        "run",
        done.key(),
        Integer.toString(done.attempt()),
        done.describe(),
        String.join(", ", done.did()));
  }

  private List<String> row(Cycle cycle, Step step) {
    String error = step.error() == null ? "" : " " + ErrorText.of(step.error());
    return List.of(
        number(cycle),
        step.subscription(),
        step.lane().name().toLowerCase(Locale.ROOT),
        step.messageType(),
        step.category() + "-" + step.streamId() + "@" + step.streamVersion(),
        Integer.toString(step.attempt()),
        step.outcome().name().toLowerCase(Locale.ROOT) + error,
        String.join(", ", step.raised()));
  }

  private String dueAt(Instant instant) {
    return ", due at +%s ms".formatted(Duration.between(cycles.get(0).at(), instant).toMillis());
  }

  /** The text without the id of a command, which differs from run to run. */
  private String describe(DueLater later) {
    if (later.messageType().isEmpty()) {
      return "due later: %s %s waits for %s%s"
          .formatted(later.owner(), later.key(), later.name(), dueAt(later.dueAt()));
    }
    String what =
        later.name().isEmpty()
            ? "command"
            : "timer %s of %s %s:".formatted(later.name(), later.owner(), later.key());
    return "due later: %s %s%s".formatted(what, later.messageType(), dueAt(later.dueAt()));
  }

  private static String describe(WorkWaiting instance) {
    return "%s %s waits for %s"
        .formatted(instance.owner(), instance.key(), String.join(", ", instance.waitsFor()));
  }

  private static String describe(ProcessSummary process) {
    return "process %s %s is %s"
        .formatted(
            process.process(), process.id(), process.status().name().toLowerCase(Locale.ROOT));
  }

  private String describe(Leftover left) {
    String when = left.dueAt() == null ? "" : dueAt(left.dueAt());
    return "%s in %s: key %s, %s after %s attempts%s%s"
        .formatted(
            left.what().name().toLowerCase(Locale.ROOT),
            left.where(),
            left.key(),
            left.messageType(),
            left.attempts(),
            when,
            left.error() == null ? "" : ": " + left.error());
  }
}
