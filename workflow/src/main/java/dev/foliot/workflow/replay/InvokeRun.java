package dev.foliot.workflow.replay;

import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.PayloadCodec;
import dev.foliot.workflow.WorkflowInterceptor.InputInfo;
import dev.foliot.workflow.journal.EntryDetails;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Runs another workflow as a child run. */
final class InvokeRun {
  private final ContextScope context;
  private final RunState run;
  private final InvokeOptions options;

  InvokeRun(ContextScope context, InvokeOptions options) {
    this.context = context;
    this.run = context.run();
    this.options = options;
  }

  @SuppressWarnings("TypeParameterUnusedInFormals") // of the given type
  <O extends @Nullable Object> O run(
      Operation invoke, String workflow, @Nullable Object input, Type resultType) {
    if (!invoke.isRecorded()) {
      Duration timeout = options.timeout();
      Instant due = timeout == null ? null : Limits.after(run.now(), timeout);
      String runId = options.runId() == null ? run.idOf(invoke) : options.runId();
      Limits.checkRunId(runId);
      EntryDetails details =
          EntryDetails.waiting(timeout, due, null).onRun(workflow, runId, options.tenant());
      PayloadCodec codec = run.codec(options.inputCodec());
      InputInfo child = new InputInfo(runId, workflow, run.info().runId());
      Object given = run.recording().hooks().input(child, input, codec);
      run.recording().start(invoke, written(codec, given, invoke), details);
    }
    run.branches().await(invoke::isEnded, invoke::dueAt);
    context.observe(invoke);
    return Outcomes.of(run, invoke, run.codec(options.resultCodec()), resultType);
  }

  /** The input; the type that the child run declares is not known here. */
  private String written(PayloadCodec codec, @Nullable Object given, Operation invoke) {
    String value = "The input of " + invoke.description();
    UnusableValueException.requireComplete(given, value);
    return run.write(codec, given, value);
  }
}
