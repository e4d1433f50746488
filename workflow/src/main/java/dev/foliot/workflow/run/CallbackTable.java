package dev.foliot.workflow.run;

import dev.foliot.eventstore.FoliotSchema;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The rows of {@code foliot_wait} that belong to callbacks. All methods run in the transaction of
 * the caller.
 */
final class CallbackTable {
  private final JdbcTemplate jdbc;
  private final String waits;
  private final String runs;

  CallbackTable(JdbcTemplate jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.waits = schema.table("foliot_wait");
    this.runs = schema.table("foliot_run");
  }

  /**
   * Computes the id of the run that created a callback. The run may not exist. The id of an
   * operation has no slash.
   */
  static String runOf(String callbackId) {
    return callbackId.substring(0, Math.max(0, callbackId.lastIndexOf('/')));
  }

  /** Whether there is a callback with this id, complete or not. */
  boolean exists(String callbackId) {
    return !jdbc.queryForList(
            "select id from %s where id = ? and kind = 'callback'".formatted(waits),
            String.class,
            callbackId)
        .isEmpty();
  }

  /** The outcome of a callback; empty if it has none. */
  Optional<String> outcome(String callbackId) {
    return jdbc
        .queryForList(
            "select outcome from %s where id = ? and kind = 'callback' and outcome is not null"
                .formatted(waits),
            String.class,
            callbackId)
        .stream()
        .findFirst();
  }

  /** Records a heartbeat of a callback; false if the callback is closed. */
  boolean heartbeat(String callbackId, Instant now) {
    String sql =
        """
        update %s
           set heartbeat_at = ?
         where id = ? and kind = 'callback' and outcome is null
           and exists (select 1 from %s r where r.id = run_id and r.ended_at is null)"""
            .formatted(waits, runs);
    return jdbc.update(sql, RunColumns.stored(now), callbackId) == 1;
  }
}
