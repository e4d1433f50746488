package dev.foliot.rebuild;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code foliot_rebuild}.
 *
 * @param tablesSchema the schema that has the shadow tables, or the former rows after the switch;
 *     null if there is none
 */
record Rebuild(
    long id,
    String projection,
    boolean inPlace,
    RebuildStatus status,
    boolean switches,
    boolean withArchive,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String tablesSchema,
    int loggedPercent,
    RebuildReport.@Nullable Failure failure) {

  /** The name under which the progress of a subscription before the switch is kept. */
  String keptName(int subscription) {
    return "foliot:former:%s:%s".formatted(id, subscription);
  }

  /** Returns the schema, which the rebuild must have. */
  String schema() {
    if (tablesSchema == null) {
      throw RebuildRefusedException.wrongState(this, "used", "one with tables of its own");
    }
    return tablesSchema;
  }

  static RebuildReport.@Nullable Failure failure(
      @Nullable String subscription,
      long position,
      @Nullable UUID messageId,
      @Nullable String type,
      @Nullable String error) {
    return error == null
        ? null
        : new RebuildReport.Failure(subscription, position, messageId, type, error);
  }
}
