package dev.foliot.rebuild;

import dev.foliot.handler.ParkedAtOnce;
import java.util.List;

/** A projector has written to tables that it does not declare. Its error method is not called. */
final class UndeclaredWriteException extends RebuildRefusedException implements ParkedAtOnce {
  private static final long serialVersionUID = 1;

  UndeclaredWriteException(String projection, List<String> tables) {
    super(
        projection,
        "The projector of %s has written to %s, which it does not declare, and a rebuild must not write live rows. Name the tables in @Projection(tables = …) or @Projector(tables = …), or write them only while Replay.isRunning() is false."
            .formatted(projection, String.join(", ", tables)));
  }
}
