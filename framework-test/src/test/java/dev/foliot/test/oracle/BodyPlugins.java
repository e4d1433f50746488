package dev.foliot.test.oracle;

import java.util.Objects;

/** Plugins that look at the code that runs: attempts of steps, and branches. */
final class BodyPlugins {
  private BodyPlugins() {}

  static Plugin attempts(Records records) {
    return new Plugin(records) {
      @Override
      public void attemptStart(AttemptInfo attempt) {
        log("attempt-start", "n", attempt.attempt(), "op", attempt.operation().id());
      }

      @Override
      public void attemptEnd(AttemptInfo attempt) {
        log(
            "attempt-end",
            "n",
            attempt.attempt(),
            "outcome",
            attempt.outcome().name(),
            "op",
            attempt.operation().id());
      }
    };
  }

  static Plugin attemptFields(Records records) {
    return new Plugin(records) {
      @Override
      public void attemptStart(AttemptInfo attempt) {
        write("attempt-start", attempt, false);
      }

      @Override
      public void attemptEnd(AttemptInfo attempt) {
        write("attempt-end", attempt, true);
      }

      private void write(String hook, AttemptInfo attempt, boolean ended) {
        var error = attempt.error();
        log(
            hook,
            "id",
            attempt.operation().id(),
            "name",
            attempt.operation().name(),
            "type",
            attempt.operation().type(),
            "subType",
            attempt.operation().subType(),
            "parentId",
            attempt.operation().parentId(),
            "attempt",
            attempt.attempt(),
            "startTimestamp",
            attempt.startedAt().toString(),
            "endTimestamp",
            Objects.toString(attempt.endedAt(), null),
            "isReplay",
            attempt.operation().isReplay(),
            "outcome",
            ended ? attempt.outcome().name() : null,
            "error",
            error == null ? null : error.message());
      }
    };
  }

  static Plugin branches(Records records) {
    return new Plugin(records) {
      @Override
      public void functionStart(FunctionInfo function) {
        if (isBranch(function)) {
          log("fn-start", "op", function.operation().id(), "parent", parent(function));
        }
      }

      @Override
      public void functionEnd(FunctionInfo function) {
        if (isBranch(function)) {
          log(
              "fn-end",
              "op",
              function.operation().id(),
              "parent",
              parent(function),
              "outcome",
              function.outcome().name());
        }
      }

      private static boolean isBranch(FunctionInfo function) {
        return function.operation().subType().equals("ParallelBranch");
      }

      private static String parent(FunctionInfo function) {
        return orNone(function.operation().parentId());
      }
    };
  }
}
