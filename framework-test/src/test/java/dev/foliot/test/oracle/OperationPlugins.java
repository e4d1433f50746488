package dev.foliot.test.oracle;

import java.util.Objects;

/** Plugins that look at operations. */
final class OperationPlugins {
  private OperationPlugins() {}

  static Plugin startAndEnd(Records records) {
    return new Plugin(records) {
      @Override
      public void operationStart(OperationInfo operation) {
        if (isStep(operation)) {
          log("operation-start", "op", operation.id(), "replay", operation.isReplay());
        }
      }

      @Override
      public void operationEnd(OperationInfo operation) {
        if (isStep(operation)) {
          log("operation-end", "op", operation.id(), "status", operation.status().name());
        }
      }
    };
  }

  static Plugin endsWithParents(Records records) {
    return new Plugin(records) {
      @Override
      public void operationEnd(OperationInfo operation) {
        log(
            "operation-end",
            "op",
            operation.id(),
            "parent",
            orNone(operation.parentId()),
            "status",
            operation.status().name());
      }
    };
  }

  static Plugin outcomes(Records records) {
    return new Plugin(records) {
      @Override
      public void operationEnd(OperationInfo operation) {
        if (isStep(operation)) {
          var error = operation.error();
          log(
              "operation-end",
              "op",
              operation.id(),
              "status",
              operation.status().name(),
              "result",
              orNone(operation.result()),
              "error",
              orNone(error == null ? null : error.message()));
        }
      }
    };
  }

  static Plugin waits(Records records) {
    return new Plugin(records) {
      @Override
      public void operationStart(OperationInfo operation) {
        if (operation.type().equals("WAIT")) {
          log(
              "operation-start",
              "type",
              operation.type(),
              "name",
              operation.name(),
              "replay",
              operation.isReplay(),
              "pending",
              operation.isPending());
        }
      }

      @Override
      public void operationEnd(OperationInfo operation) {
        if (operation.type().equals("WAIT")) {
          log(
              "operation-end",
              "type",
              operation.type(),
              "name",
              operation.name(),
              "status",
              operation.status().name());
        }
      }
    };
  }

  static Plugin changes(Records records) {
    return new Plugin(records) {
      @Override
      public void operationsUpdated(UpdateInfo update) {
        update.updated().stream()
            .filter(Plugin::isStep)
            .forEach(
                each ->
                    log(
                        "operation-change",
                        "executionArn",
                        arn(update.runId()),
                        "updatedOperationsCount",
                        update.updated().size(),
                        "operationsCount",
                        update.operations().size(),
                        "inFullMap",
                        update.operations().containsKey(each.id()),
                        "id",
                        each.id(),
                        "name",
                        each.name(),
                        "type",
                        each.type(),
                        "subType",
                        each.subType(),
                        "parentId",
                        each.parentId(),
                        "status",
                        each.status().name(),
                        "startTimestamp",
                        each.startedAt().toString(),
                        "endTimestamp",
                        Objects.toString(each.endedAt(), null),
                        "attempt",
                        each.attempt(),
                        "isReplay",
                        each.isReplay()));
      }
    };
  }

  static Plugin contexts(Records records) {
    return new Plugin(records) {
      @Override
      public void operationStart(OperationInfo operation) {
        if (operation.type().equals("CONTEXT")) {
          log(
              "operation-start",
              "id",
              operation.id(),
              "name",
              operation.name(),
              "type",
              operation.type(),
              "subType",
              operation.subType(),
              "parentId",
              operation.parentId(),
              "isReplay",
              operation.isReplay());
        }
      }

      @Override
      public void functionStart(FunctionInfo function) {
        log(
            "fn-start",
            "id",
            function.operation().id(),
            "name",
            function.operation().name(),
            "type",
            function.operation().type(),
            "subType",
            function.operation().subType(),
            "parentId",
            function.operation().parentId(),
            "isReplayingChildren",
            function.isReplayingChildren());
      }
    };
  }
}
