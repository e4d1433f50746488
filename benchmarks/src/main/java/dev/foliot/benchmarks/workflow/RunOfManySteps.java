package dev.foliot.benchmarks.workflow;

import dev.foliot.handler.WiringProblems;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.JournalInMemory;
import dev.foliot.workflow.replay.InvocationResult;
import dev.foliot.workflow.step.StepsBody;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A run of many event-typed steps, with its journal in memory. */
public final class RunOfManySteps implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final InvokeInMemory memory = new InvokeInMemory(threads);
  private final StepsBody body;
  private final String input;

  /**
   * @param steps how many steps a run has, at least 2
   */
  public RunOfManySteps(int steps) {
    WiringProblems problems = new WiringProblems();
    body = StepsBody.of(new CountDownSteps(), CountDownSteps.class, problems);
    problems.throwIfAny();
    input = memory.codec().write(new CountDownSteps.Begun(steps - 2));
  }

  /** Executes a run from its start to its end. */
  public void run() {
    InvocationResult result = memory.invoke(body, input, List.of(), new JournalInMemory());
    if (!(result instanceof InvocationResult.Ended ended)
        || ended.status() != RunStatus.SUCCEEDED) {
      throw new IllegalStateException("The run has not succeeded: " + result);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
