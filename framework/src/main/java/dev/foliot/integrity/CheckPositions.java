package dev.foliot.integrity;

import dev.foliot.eventstore.FoliotSchema;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds what claims to be further than the log is. */
final class CheckPositions {
  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;

  CheckPositions(JdbcTemplate jdbc, FoliotSchema schema) {
    this.jdbc = jdbc;
    this.schema = schema;
  }

  void check(Findings findings) {
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
              "Subscription %s is at position %d (segment %d, lane %d), and the log ends at position %d"
                  .formatted(
                      row.getString(1),
                      row.getLong(4),
                      row.getInt(2),
                      row.getInt(3),
                      row.getLong(5)));
        });
  }
}
