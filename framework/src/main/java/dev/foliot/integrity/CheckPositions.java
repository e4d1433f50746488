package dev.foliot.integrity;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.StreamName;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds checkpoints and snapshots that are ahead of the log. */
final class CheckPositions {
  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;

  CheckPositions(JdbcTemplate jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  void check(Findings findings) {
    checkCheckpoints(findings);
    checkSnapshots(findings);
  }

  private void checkCheckpoints(Findings findings) {
    String sql =
        """
        select subscription, segment, lane, position, head
          from %s c
          cross join (select coalesce(max(position), 0) as head from %s) log
         where position > head
         order by subscription, segment, lane"""
            .formatted(schema.table("foliot_checkpoint"), schema.table("foliot_message"));
    jdbc.query(
        sql,
        row -> {
          findings.add(
              LogProblem.Kind.CHECKPOINT_AHEAD,
              "Subscription %s is at position %s (segment %s, lane %s), and the log ends at position %s"
                  .formatted(
                      row.getString(1),
                      row.getLong(4),
                      row.getInt(2),
                      row.getInt(3),
                      row.getLong(5)));
        });
  }

  /**
   * A tombstone is not an event. The last event of an archived stream has the version just below
   * its tombstone.
   */
  private void checkSnapshots(Findings findings) {
    String sql =
        """
        select category, stream, version, last_version
          from (select s.category, s.stream, s.version,
                       coalesce((select max(m.stream_version)
                                   from %s m
                                  where m.category = s.category and m.stream = s.stream), 0)
                         as last_version
                  from %s s) compared
         where version > last_version
         order by category, stream"""
            .formatted(schema.table("foliot_message"), schema.table("foliot_snapshot"));
    jdbc.query(
        sql,
        row -> {
          findings.add(
              LogProblem.Kind.SNAPSHOT_AHEAD,
              "The snapshot of stream %s is of version %s, and its last event is of version %s"
                  .formatted(
                      new StreamName(row.getString(1), row.getString(2)),
                      row.getLong(3),
                      row.getLong(4)));
        });
  }
}
