package dev.foliot.test;

import dev.foliot.time.StorableInstant;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.ExportedRun;
import dev.foliot.workflow.journal.RetryRules;
import dev.foliot.workflow.journal.RunExport;
import dev.foliot.workflow.journal.RunLimits;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.replay.InvocationInput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run in a {@link WorkflowTestRunner}, with the facts that the engine has in its tables. */
final class VirtualRun {
  final String id;
  final VirtualCode code;
  final Instant startedAt;
  final @Nullable VirtualRun parent;

  /** The operation of the parent that waits for it. */
  final @Nullable String parentOperation;

  /** The round of the parent that waits for it. */
  final int parentRound;

  final VirtualJournal journal;
  final List<Answer> answers = new ArrayList<>();
  final Set<Integer> crashed = new TreeSet<>();
  String input;

  /** When the current round began. */
  Instant roundAt;

  RunStatus status = RunStatus.PENDING;
  int invocations;

  /** How often it has continued as new. */
  int round;

  /** The last event that former rounds have got. */
  int formerEvents;

  /** How many events there were before the start. */
  final int eventsBefore;

  /** Whether it must be invoked. */
  boolean woken = true;

  @Nullable RunStatus ending;
  @Nullable Instant dueAt;

  /** When it ends as timed out. */
  @Nullable Instant deadline;

  /** The time from which its time-out counts. */
  private @Nullable Instant timeoutFrom;

  /** The time-out, which a retry gives again. */
  private @Nullable Duration timeout;

  @Nullable Instant endedAt;
  @Nullable String payload;
  @Nullable StoredError error;

  VirtualRun(VirtualRuns runs, VirtualCode code, String id, String input) {
    this(runs, code, id, input, null, null);
  }

  VirtualRun(
      VirtualRuns runs,
      VirtualCode code,
      String id,
      String input,
      @Nullable VirtualRun parent,
      @Nullable String parentOperation) {
    this.id = id;
    this.code = code;
    this.input = input;
    this.parent = parent;
    this.parentOperation = parentOperation;
    this.parentRound = parent == null ? 0 : parent.round;
    this.startedAt = runs.now();
    this.roundAt = startedAt;
    this.eventsBefore = runs.events();
    this.journal = new VirtualJournal(runs, this);
  }

  RunInfo info() {
    return new RunInfo(
        id,
        code.name(),
        code.version(),
        startedAt,
        roundAt,
        invocations,
        round,
        parent == null ? null : parent.id);
  }

  RunExport export() {
    ExportedRun exported =
        new ExportedRun(info(), status, input, payload, error, endedAt, Set.copyOf(crashed));
    Set<String> open = RetryRules.operations(RetryRules.openWaits(journal.entries()));
    return new RunExport(
        exported,
        journal.entries(),
        answers.stream().filter(each -> open.contains(each.operation())).toList(),
        new RunLimits(ending == RunStatus.CANCELLED, deadline, timeoutFrom));
  }

  InvocationInput next() {
    invocations++;
    woken = false;
    status = RunStatus.RUNNING;
    return new InvocationInput(
        info(), code.memo(), input, journal.entries(), List.copyOf(answers), ending);
  }

  void answer(Answer answer) {
    answers.add(answer);
    woken = true;
  }

  /** Continues as new. */
  void restart(String next, Instant now) {
    roundAt = now;
    journal.clear();
    answers.clear();
    round++;
    input = next;
    woken = true;
  }

  /** Gives the run its whole time-out again. */
  void limitAgain(Instant from) {
    limit(from, timeout);
  }

  /** Continues the run after its end. */
  void goOn() {
    status = RunStatus.RUNNING;
    ending = null;
    endedAt = null;
    payload = null;
    error = null;
    dueAt = null;
    invocations = Math.max(1, invocations);
    woken = true;
  }

  /** The operations that were answered from outside. */
  Set<String> answered() {
    return answers.stream()
        .filter(each -> each.type() != null)
        .map(Answer::operation)
        .collect(Collectors.toSet());
  }

  void cancel(RunStatus wanted) {
    if (!status.isEnded() && ending == null) {
      ending = wanted;
      woken = true;
    }
  }

  boolean isDue(Instant now) {
    Instant due = nextDue();
    return !status.isEnded() && due != null && !now.isBefore(due);
  }

  /** The time when it continues or ends by itself; null if it does not. */
  @Nullable Instant nextDue() {
    if (deadline == null || ending != null) {
      return dueAt;
    }
    return dueAt == null || deadline.isBefore(dueAt) ? deadline : dueAt;
  }

  void limit(Instant from, @Nullable Duration timeout) {
    this.timeout = timeout;
    deadline = timeout == null ? null : StorableInstant.after(from, timeout);
    timeoutFrom = timeout == null ? null : from;
  }

  void limit(RunLimits saved) {
    deadline = saved.deadline();
    timeoutFrom = saved.timeoutFrom();
    timeout =
        deadline == null || timeoutFrom == null ? null : Duration.between(timeoutFrom, deadline);
    if (saved.cancelRequested()) {
      cancel(RunStatus.CANCELLED);
    }
  }

  void endIfLate(Instant now) {
    if (deadline != null && !now.isBefore(deadline)) {
      cancel(RunStatus.TIMED_OUT);
    }
  }
}
