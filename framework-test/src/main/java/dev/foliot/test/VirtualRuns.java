package dev.foliot.test;

import dev.foliot.message.CompleteMessage;
import dev.foliot.message.Given;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.WorkflowInterceptor.InputInfo;
import dev.foliot.workflow.journal.Answer;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.JsonPayloads;
import dev.foliot.workflow.journal.OperationIds;
import dev.foliot.workflow.journal.OperationKind;
import dev.foliot.workflow.journal.RunExport;
import dev.foliot.workflow.journal.StoredError;
import dev.foliot.workflow.replay.BranchThreads;
import dev.foliot.workflow.replay.Interceptors;
import dev.foliot.workflow.replay.Invocation;
import dev.foliot.workflow.replay.InvocationAborted;
import dev.foliot.workflow.replay.InvocationParts;
import dev.foliot.workflow.replay.InvocationResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one scenario with their environment: the clock, the domain, and the waits for
 * answers. It replaces the engine and its tables.
 */
final class VirtualRuns {
  static final MessageJson JSON = new MessageJson(new MessageTypes(List.of()));
  static final JsonPayloads CODEC = new JsonPayloads(JSON);

  static final BranchThreads BRANCHES = new BranchThreads(VirtualRuns::startBranch, 100);

  private static final String RUN = "run";
  private static final int MAX_INVOCATIONS = 10_000;

  private final WorkflowScript script;
  private final TestClock clock = new TestClock();
  private final WorkflowFaults faults;
  private final ScriptUse use;
  private final ScriptedDomain domain;
  private final VirtualEvents events = new VirtualEvents(CODEC);
  private final List<VirtualRun> runs = new ArrayList<>();

  VirtualRuns(WorkflowScript script, VirtualCode code, @Nullable Object input) {
    this(script, script.start);
    script.given.forEach(event -> events.raise(event, now()));
    VirtualRun run = new VirtualRun(this, code, RUN, written(code, transformed(input, code)));
    run.limit(now(), script.timeout);
    if (script.restored != null) {
      run.journal.begin(code.body(CODEC).journalOfNewRun(script.restored.export(), now()));
    }
    runs.add(run);
  }

  private @Nullable Object transformed(@Nullable Object input, VirtualCode code) {
    return script.interceptors.isEmpty()
        ? input
        : new Interceptors(script.interceptors)
            .input(
                new InputInfo(RUN, code.name(), null), input, CODEC, code.body(CODEC).inputType());
  }

  /** The input as the application stores it. */
  private static String written(VirtualCode code, @Nullable Object input) {
    if (input != null) {
      CompleteMessage.require(input);
      JSON.requireReadable(input, code.body(CODEC).inputType());
    }
    return CODEC.write(input);
  }

  private VirtualRuns(WorkflowScript script, Instant start) {
    this.script = script;
    this.clock.set(start);
    this.faults = new WorkflowFaults(script);
    this.use = new ScriptUse(script);
    this.domain = new ScriptedDomain(script, this::raise);
  }

  /** A saved run that continues. */
  static VirtualRuns resumed(WorkflowScript script, VirtualCode code, RunExport saved) {
    VirtualRuns runs = new VirtualRuns(script, saved.run().info().startedAt());
    VirtualRun run = new VirtualRun(runs, code, RUN, saved.run().input());
    runs.runs.add(run);
    new RestoredRun(saved).restore(run, runs);
    if (script.timeout != null) {
      run.limit(runs.now(), script.timeout);
    }
    return runs;
  }

  VirtualRun root() {
    return runs.get(0);
  }

  List<VirtualRun> all() {
    return List.copyOf(runs);
  }

  WorkflowFaults faults() {
    return faults;
  }

  ScriptedDomain domain() {
    return domain;
  }

  /** How many domain events were raised. */
  int events() {
    return events.count();
  }

  Instant now() {
    return clock.instant();
  }

  void moveTo(Instant instant) {
    if (instant.isAfter(now())) {
      clock.set(instant);
    }
  }

  ScriptUse use() {
    return use;
  }

  /** Invokes woken and due runs until there are none. */
  void settle() {
    VirtualRun next = nextToInvoke();
    while (next != null) {
      invoke(next);
      domain.throwIfUnscripted();
      next = nextToInvoke();
    }
  }

  private @Nullable VirtualRun nextToInvoke() {
    return runs.stream()
        .filter(run -> !run.status.isEnded())
        .filter(run -> run.woken || run.isDue(now()))
        .findFirst()
        .orElse(null);
  }

  /** The time when the first run continues by itself; null if none does. */
  @Nullable Instant nextDue() {
    return runs.stream()
        .filter(run -> !run.status.isEnded())
        .flatMap(run -> Stream.ofNullable(run.nextDue()))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private void invoke(VirtualRun run) {
    if (run.invocations >= MAX_INVOCATIONS) {
      throw new AssertionError(
          "The workflow was invoked %s times and has not ended. Let the test cancel it, or go step by step with start(…)."
              .formatted(MAX_INVOCATIONS));
    }
    run.endIfLate(now());
    boolean wasWaiting = run.status == RunStatus.WAITING;
    var invocation = new Invocation(run.code.body(CODEC), run.next(), run.journal, parts(run));
    InvocationResult result = invocation.run();
    boolean died = faults.revive() || !store(run, result);
    if (died) {
      faults.revive();
      run.crashed.add(run.invocations);
      run.woken = true;
    } else if (script.wakesTwice && run.status == RunStatus.WAITING && !wasWaiting) {
      run.woken = true;
    }
  }

  private InvocationParts parts(VirtualRun run) {
    return new InvocationParts(
            clock,
            CODEC,
            domain,
            new ScriptedBodies(this, run.info()),
            BRANCHES,
            false,
            script.defaultRetry,
            () -> 0.5)
        .withInterceptors(new Interceptors(script.interceptors));
  }

  private static void startBranch(Runnable code) {
    Thread thread = new Thread(code, "workflow-branch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Stores the last entries and the new state; false after a crash. */
  private boolean store(VirtualRun run, InvocationResult result) {
    try {
      if (result instanceof InvocationResult.Ended ended) {
        run.journal.append(ended.entries());
        end(run, ended);
      } else if (result instanceof InvocationResult.Waiting waiting) {
        append(run, waiting.entries());
        run.status = RunStatus.WAITING;
        run.dueAt = waiting.dueAt();
      } else if (result instanceof InvocationResult.Restarted restarted) {
        append(run, restarted.entries());
        events.restart(run);
        run.restart(restarted.input(), now());
      } else if (result instanceof InvocationResult.Aborted aborted) {
        throw new AssertionError("The invocation was aborted", aborted.cause());
      }
      return true;
    } catch (InvocationAborted crash) {
      return false;
    }
  }

  private static void append(VirtualRun run, List<JournalEntry> entries) {
    if (!entries.isEmpty()) {
      run.journal.append(entries);
    }
  }

  private void end(VirtualRun run, InvocationResult.Ended ended) {
    run.status = ended.status();
    run.payload = ended.payload();
    run.error = ended.error();
    run.endedAt = now();
    run.dueAt = null;
    run.deadline = null;
    runs.stream().filter(each -> each.parent == run).forEach(each -> each.cancel(cancelled(run)));
    answerParent(run);
  }

  /** Gives the outcome of a run to the run that has invoked it, if that run waits for it. */
  void answerParent(VirtualRun run) {
    if (run.parent != null && run.parentOperation != null && run.parentRound == run.parent.round) {
      StoredError error = run.status == RunStatus.SUCCEEDED ? null : errorOf(run);
      answer(run.parent, run.parentOperation, run.payload, error);
    }
  }

  private static RunStatus cancelled(VirtualRun parent) {
    return parent.status == RunStatus.TERMINATED ? RunStatus.TERMINATED : RunStatus.CANCELLED;
  }

  private static StoredError errorOf(VirtualRun ended) {
    return ended.error == null
        ? new StoredError("Run." + ended.status, "The child run ended as " + ended.status)
        : ended.error;
  }

  /** Continues the ended run of the test. The run has its whole time-out again. */
  void retry(@Nullable String fromStep) {
    new VirtualRetry(this).retry(root(), fromStep);
    root().limitAgain(now());
  }

  /** Called when operations of a run begin again. */
  void forget(VirtualRun run, Set<String> operations) {
    run.answers.removeIf(each -> operations.contains(each.operation()));
    events.forget(run, operations);
    for (String operation : operations) {
      String id = OperationIds.of(run.id, run.round, operation);
      faults.forget(id);
      use.forget(id);
    }
  }

  void remove(VirtualRun child) {
    runs.remove(child);
  }

  /** Called for a stored entry, which may open a wait for an answer from outside. */
  void stored(VirtualRun run, JournalEntry entry) {
    use.recorded(entry);
    if (entry.type() == EntryType.STARTED && entry.kind() == OperationKind.EVENT) {
      events.open(run, entry);
    } else if (entry.type() == EntryType.STARTED && entry.kind() == OperationKind.INVOKE) {
      startChild(run, entry);
    } else if (entry.type() == EntryType.TIMED_OUT && entry.kind() == OperationKind.INVOKE) {
      runs.stream()
          .filter(each -> each.parent == run && entry.operation().equals(each.parentOperation))
          .forEach(each -> each.cancel(RunStatus.CANCELLED));
    }
  }

  private void startChild(VirtualRun parent, JournalEntry entry) {
    String workflow = Objects.requireNonNull(entry.details().target());
    List<ScriptedAttempt> stubs = use.stubOf(entry.name(), entry.operation());
    var function = script.workflows.get(workflow);
    String call = OperationIds.of(parent.id, parent.round, entry.operation());
    int attempt = use.attempt(call, 1);
    ScriptedAttempt stub = stubs == null ? null : stubs.get(Math.min(attempt, stubs.size()) - 1);
    if (stub != null && !stub.isReal()) {
      StoredError error = stub.failure() == null ? null : StoredError.of(stub.failure());
      answer(parent, entry.operation(), CODEC.write(stub.value()), error);
    } else if (function == null) {
      domain.unscripted(
          "The workflow invoked the workflow '%s', and the test does not have it. Add .on(\"%s\", function) to the runner, or a stub with the name of the operation."
              .formatted(workflow, workflow));
    } else {
      String id = Objects.requireNonNull(entry.details().childRun());
      String input = entry.payload() == null ? "null" : entry.payload();
      VirtualCode code = new VirtualFunction(workflow, function, null);
      runs.add(new VirtualRun(this, code, id, input, parent, entry.operation()));
    }
  }

  private void answer(
      VirtualRun run, String operation, @Nullable String payload, @Nullable StoredError error) {
    EntryType type = error == null ? EntryType.SUCCEEDED : EntryType.FAILED;
    run.answer(new Answer(operation, type, error == null ? payload : null, error, now()));
  }

  /** Called when a domain event is raised. */
  void raise(Object event) {
    VirtualEvents.checkEvent(Given.value(event, "run.publish", "an event").getClass());
    CompleteMessage.require(event);
    events.raise(event, now());
  }

  void complete(String callback, @Nullable Object result) {
    OpenCallback open = OpenCallback.find(runs, callback);
    answer(open.run(), open.operation(), result == null ? null : CODEC.write(result), null);
  }

  void fail(String callback, StoredError error) {
    OpenCallback open = OpenCallback.find(runs, callback);
    answer(open.run(), open.operation(), null, error);
  }

  void heartbeat(String callback) {
    OpenCallback open = OpenCallback.find(runs, callback);
    open.run().answer(new Answer(open.operation(), null, null, null, now()));
  }

  void cancel(VirtualRun run) {
    run.cancel(RunStatus.CANCELLED);
  }
}
