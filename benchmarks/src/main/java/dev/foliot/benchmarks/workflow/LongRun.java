package dev.foliot.benchmarks.workflow;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.Workflow.Memo;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.JournalInMemory;
import dev.foliot.workflow.journal.JsonPayloads;
import dev.foliot.workflow.replay.Bodies;
import dev.foliot.workflow.replay.BranchThreads;
import dev.foliot.workflow.replay.DomainCalls;
import dev.foliot.workflow.replay.FunctionBody;
import dev.foliot.workflow.replay.Invocation;
import dev.foliot.workflow.replay.InvocationInput;
import dev.foliot.workflow.replay.InvocationParts;
import dev.foliot.workflow.replay.InvocationResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A run of many steps that waits after the last one, with its journal in memory. */
public final class LongRun {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Executor NO_BRANCHES =
      branch -> {
        throw new IllegalStateException("The run has one branch");
      };

  private final JsonPayloads codec = new JsonPayloads(new MessageJson(new MessageTypes(List.of())));
  private final FunctionBody body;
  private final InvocationParts parts;
  private final List<JournalEntry> journal;

  /** Executes the steps. */
  public LongRun(int steps) {
    DurableFunction<@Nullable Object, String> code = (ctx, input) -> run(ctx, steps);
    body = new FunctionBody(code, Object.class, codec);
    parts =
        new InvocationParts(
            InstantSource.fixed(START),
            codec,
            new NoDomain(),
            Bodies.AS_THEY_ARE,
            new BranchThreads(NO_BRANCHES, 1),
            true,
            RetryPolicy.exponential(3, Duration.ofSeconds(1)),
            () -> 0.5);
    journal = execute();
  }

  private static String run(WorkflowContext ctx, int steps) {
    int length = 0;
    for (int i = 0; i < steps; i++) {
      int number = i;
      length += ctx.step("step", String.class, step -> "done " + number).length();
    }
    ctx.wait("day", DAY);
    return String.valueOf(length);
  }

  private List<JournalEntry> execute() {
    JournalInMemory stored = new JournalInMemory();
    stored.append(invoke(List.of(), stored).entries());
    return stored.entries();
  }

  /** Invokes the code again, up to the wait, as a node does after each wait. */
  public void replay() {
    JournalInMemory more = new JournalInMemory();
    InvocationResult.Waiting waiting = invoke(journal, more);
    if (!waiting.entries().isEmpty() || !more.entries().isEmpty()) {
      throw new IllegalStateException("The replay has executed a step");
    }
  }

  private InvocationResult.Waiting invoke(List<JournalEntry> entries, JournalInMemory into) {
    RunInfo info = new RunInfo("run", "long", 1, START, entries.isEmpty() ? 1 : 2, 0, null);
    InvocationInput input =
        new InvocationInput(info, Memo.BY_POSITION, "null", entries, List.of(), null);
    InvocationResult result = new Invocation(body, input, into, parts).run();
    if (result instanceof InvocationResult.Waiting waiting) {
      return waiting;
    }
    throw new IllegalStateException("The run does not wait: " + result);
  }

  private static final class NoDomain implements DomainCalls {
    @Override
    public @Nullable Object process(Object command) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void publish(Object event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public UUID submit(Object command) {
      throw new UnsupportedOperationException();
    }
  }
}
