package dev.foliot.benchmarks.workflow;

import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.WorkflowContext;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.JournalInMemory;
import dev.foliot.workflow.replay.FunctionBody;
import dev.foliot.workflow.replay.InvocationResult;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run of many steps that waits after the last one, with its journal in memory. */
public final class LongRun {
  private static final Duration DAY = Duration.ofDays(1);

  private final InvokeInMemory memory =
      new InvokeInMemory(
          branch -> {
            throw new IllegalStateException("The run has one branch");
          });
  private final FunctionBody body;
  private final List<JournalEntry> journal;

  /** Executes the steps. */
  public LongRun(int steps) {
    DurableFunction<@Nullable Object, String> code = (ctx, input) -> run(ctx, steps);
    Type[] types = {Object.class, String.class};
    body = new FunctionBody(code, types, memory.codec(), memory.json());
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
    InvocationResult result = memory.invoke(body, "null", entries, into);
    if (result instanceof InvocationResult.Waiting waiting) {
      return waiting;
    }
    throw new IllegalStateException("The run does not wait: " + result);
  }
}
