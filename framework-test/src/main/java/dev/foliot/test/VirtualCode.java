package dev.foliot.test;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.replay.RunBody;
import java.lang.reflect.Type;
import java.util.Set;

/** The code of a workflow in a {@link WorkflowTestRunner}. */
interface VirtualCode {
  String name();

  int version();

  Workflow.Memo memo();

  RunBody body(PayloadCodec codec);

  /** The type of the result. */
  Type resultType();

  /** The names of its steps; none if it is a function, whose code alone knows its operations. */
  default Set<String> steps() {
    return Set.of();
  }

  /** The class loader of its classes. */
  ClassLoader loader();

  /** Reads a run of this code that has continued as far as it can. */
  default CodeOfRun reading(PayloadCodec codec) {
    RunBody body = body(codec);
    Type type = resultType();
    return new CodeOfRun(
        codec,
        result -> body.readResult(codec, result, type),
        loader(),
        body::internalEvents,
        steps());
  }
}
