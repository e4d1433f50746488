package dev.foliot.commandline;

import dev.foliot.rebuild.RebuildComparison;

/** A comparison has found differences, so the exit code of the command is not 0. */
final class RowsDifferException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RowsDifferException(RebuildComparison found) {
    super(
        "Projection %s differs from its rebuild in batches of %s messages and %s segments."
            .formatted(found.projection(), found.batchSize(), found.segments()));
  }
}
