package dev.foliot.benchmarks.workflow;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.Workflow.Memo;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.JournalInMemory;
import dev.foliot.workflow.journal.JsonPayloads;
import dev.foliot.workflow.replay.Bodies;
import dev.foliot.workflow.replay.BranchThreads;
import dev.foliot.workflow.replay.DomainCalls;
import dev.foliot.workflow.replay.Invocation;
import dev.foliot.workflow.replay.InvocationInput;
import dev.foliot.workflow.replay.InvocationParts;
import dev.foliot.workflow.replay.InvocationResult;
import dev.foliot.workflow.replay.RunBody;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Invokes the code of a run, with its journal in memory. */
final class InvokeInMemory {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final MessageJson json = new MessageJson(new MessageTypes(List.of()));
  private final JsonPayloads codec = new JsonPayloads(json);
  private final InvocationParts parts;

  /**
   * @param branches runs the branches beside the first one
   */
  InvokeInMemory(Executor branches) {
    this.parts =
        new InvocationParts(
            InstantSource.fixed(START),
            codec,
            new NoDomain(),
            Bodies.AS_THEY_ARE,
            new BranchThreads(branches, 1),
            true,
            RetryPolicy.exponential(3, Duration.ofSeconds(1)),
            () -> 0.5);
  }

  JsonPayloads codec() {
    return codec;
  }

  MessageJson json() {
    return json;
  }

  /**
   * Invokes the code once.
   *
   * @param entries what earlier invocations have stored
   * @param into the journal of this invocation
   */
  InvocationResult invoke(
      RunBody body, String input, List<JournalEntry> entries, JournalInMemory into) {
    RunInfo info = new RunInfo("run", "long", 1, START, START, entries.isEmpty() ? 1 : 2, 0, null);
    InvocationInput given =
        new InvocationInput(info, Memo.BY_POSITION, input, entries, List.of(), null);
    return new Invocation(body, given, into, parts).run();
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
