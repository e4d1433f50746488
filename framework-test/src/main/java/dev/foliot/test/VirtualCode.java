package dev.foliot.test;

import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.Workflow;
import dev.foliot.workflow.replay.RunBody;
import java.lang.reflect.Type;

/** The code of a workflow in a {@link WorkflowTestRunner}. */
interface VirtualCode {
  String name();

  int version();

  Workflow.Memo memo();

  RunBody body(PayloadCodec codec);

  /** The type of the result. */
  Type resultType();

  /** The class loader of its classes. */
  ClassLoader loader();

  /** Reads a run of it that has gone as far as it can. */
  default CodeOfRun reading() {
    RunBody body = body(VirtualRuns.CODEC);
    Type type = resultType();
    return new CodeOfRun(
        result -> body.readResult(VirtualRuns.CODEC, result, type), loader(), body::internalEvents);
  }
}
