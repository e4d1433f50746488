package dev.foliot.test.workflow;

import dev.foliot.test.WorkflowResult;
import dev.foliot.test.WorkflowTestRun;
import dev.foliot.workflow.DurableFunction;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the code of a case. The same cases run at level 1, and by the engine on both databases. */
public interface Cases {
  /** The workflow that a case invokes. */
  String CHILD = "scripted-child";

  /** Starts a run of the code. It has gone as far as it can when this method returns. */
  WorkflowTestRun<@Nullable Object> start(DurableFunction<String, @Nullable Object> code);

  /** Sets the code of the workflow {@link #CHILD}. */
  void child(DurableFunction<String, @Nullable String> code);

  /** The bodies that ran, in order. */
  List<String> ran();

  /** The pauses between the attempts of a step without a retry policy. */
  List<Duration> defaultPauses();

  /** Runs the code to its end. */
  default WorkflowResult<@Nullable Object> run(DurableFunction<String, @Nullable Object> code) {
    return start(code).finish().result();
  }

  default String did(String what) {
    ran().add(what);
    return what;
  }

  /** Runs as a body that fails. */
  default String refuse() {
    did("refuse");
    throw new IllegalStateException("no");
  }
}
