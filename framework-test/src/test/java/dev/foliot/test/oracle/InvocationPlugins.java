package dev.foliot.test.oracle;

import dev.foliot.workflow.RunStatus;

/** Plugins that look at invocations. */
final class InvocationPlugins {
  private InvocationPlugins() {}

  static Plugin firstAndStatus(Records records) {
    return new Plugin(records) {
      @Override
      public void invocationStart(InvocationInfo invocation) {
        super.invocationStart(invocation);
        log("invocation-start", "first", invocation.isFirst());
      }

      @Override
      public void invocationEnd(InvocationInfo invocation) {
        log("invocation-end", "status", invocation.status().name());
      }
    };
  }

  static Plugin updatedWaits(Records records) {
    return new Plugin(records) {
      @Override
      public void invocationStart(InvocationInfo invocation) {
        super.invocationStart(invocation);
        invocation.updated().stream()
            .filter(each -> each.type().equals("WAIT"))
            .forEach(
                each ->
                    log(
                        "updated-on-invoke",
                        "op",
                        each.id(),
                        "status",
                        each.status().name(),
                        "first",
                        invocation.isFirst()));
      }
    };
  }

  static Plugin allFields(Records records) {
    return new Plugin(records) {
      @Override
      public void invocationStart(InvocationInfo invocation) {
        super.invocationStart(invocation);
        log(
            "invocation-start",
            "isFirstInvocation",
            invocation.isFirst(),
            "requestId",
            invocation.requestId(),
            "operationsCount",
            invocation.operations().size(),
            "updatedOperationsCount",
            invocation.updated().size(),
            "executionStartTimestamp",
            invocation.run().startedAt().toString());
      }

      @Override
      public void invocationEnd(InvocationInfo invocation) {
        RunStatus status = invocation.status();
        log(
            "invocation-end",
            "isFirstInvocation",
            invocation.isFirst(),
            "requestId",
            invocation.requestId(),
            "operationsCount",
            invocation.operations().size(),
            "executionStartTimestamp",
            invocation.run().startedAt().toString(),
            "status",
            status.name(),
            "terminal",
            status == RunStatus.SUCCEEDED || status == RunStatus.FAILED,
            "executionError",
            invocation.error() == null ? null : invocation.error().message());
      }
    };
  }

  /** Writes a record in each hook, and fails in each hook if wanted. */
  static Plugin inEachHook(Records records, String name, boolean faulty) {
    return new Plugin(records, name) {
      private void wrote(String hook, Object... more) {
        log(hook, more);
        if (faulty) {
          throw new IllegalStateException(hook);
        }
      }

      @Override
      public void invocationStart(InvocationInfo invocation) {
        super.invocationStart(invocation);
        wrote("invocation-start", "first", invocation.isFirst());
      }

      @Override
      public void invocationEnd(InvocationInfo invocation) {
        wrote("invocation-end", "status", invocation.status().name());
      }

      @Override
      public void operationStart(OperationInfo operation) {
        if (isStep(operation)) {
          wrote("operation-start", "op", operation.id());
        }
      }

      @Override
      public void operationEnd(OperationInfo operation) {
        if (isStep(operation)) {
          wrote("operation-end", "op", operation.id(), "status", operation.status().name());
        }
      }

      @Override
      public void attemptStart(AttemptInfo attempt) {
        wrote("attempt-start", "op", attempt.operation().id());
      }

      @Override
      public void attemptEnd(AttemptInfo attempt) {
        wrote("attempt-end", "op", attempt.operation().id(), "outcome", attempt.outcome().name());
      }
    };
  }
}
