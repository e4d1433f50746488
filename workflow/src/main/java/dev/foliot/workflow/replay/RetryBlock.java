package dev.foliot.workflow.replay;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.workflow.ContextBody;
import dev.foliot.workflow.ContextFailedException;
import dev.foliot.workflow.WorkflowContext;
import org.jspecify.annotations.Nullable;

/** Runs a block of operations until it succeeds. */
final class RetryBlock {
  private RetryBlock() {}

  static <T extends @Nullable Object> T run(
      RunState run,
      WorkflowContext context,
      Class<T> type,
      RetryPolicy policy,
      ContextBody<T> body) {
    for (int attempt = 1; ; attempt++) {
      try {
        return context.child("attempt " + attempt, type, body);
      } catch (ContextFailedException e) {
        if (!policy.allowsAnotherAfter(attempt) || !policy.retriesType(e.errorType())) {
          throw e;
        }
      }
      context.wait(null, policy.pauseAfter(attempt, run.parts().random()));
    }
  }
}
