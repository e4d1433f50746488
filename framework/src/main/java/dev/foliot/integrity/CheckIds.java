package dev.foliot.integrity;

import dev.foliot.eventstore.FoliotSchema;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds message ids that occur twice: in the log, in the archive, or once in each. */
final class CheckIds {
  private final JdbcTemplate jdbc;
  private final String sql;
  private final int page;

  CheckIds(JdbcTemplate jdbc, FoliotSchema schema, int page) {
    this.jdbc = jdbc;
    this.page = page;
    this.sql =
        """
        select id, position
          from ((select id, position from %s where id > ? order by id limit ?)
                union all
                (select id, position from %s where id > ? order by id limit ?)) m
         order by id, position
         limit ?"""
            .formatted(schema.table("foliot_message"), schema.table("foliot_message_archive"));
  }

  private record Row(UUID id, long position) {}

  void check(Findings findings) {
    UUID after = new UUID(0, 0);
    List<Row> rows;
    do {
      rows = rowsAfter(after);
      int end = rows.size() < page ? rows.size() : beginOfLast(rows);
      for (int i = 1; i < end; i++) {
        compare(rows.get(i - 1), rows.get(i), findings);
      }
      after = end == 0 ? after : rows.get(end - 1).id();
    } while (rows.size() == page);
  }

  private static void compare(Row before, Row row, Findings findings) {
    if (row.id().equals(before.id())) {
      findings.add(
          LogProblem.Kind.DUPLICATE_ID,
          "Message %s is at position %s and at position %s"
              .formatted(row.id(), before.position(), row.position()));
    }
  }

  /**
   * Returns the index of the first row of the last id. The next page begins with this id, since it
   * may have a copy there.
   */
  private static int beginOfLast(List<Row> rows) {
    int begin = rows.size() - 1;
    while (begin > 0 && rows.get(begin - 1).id().equals(rows.get(begin).id())) {
      begin--;
    }
    return begin == 0 ? rows.size() : begin;
  }

  private List<Row> rowsAfter(UUID after) {
    return jdbc.query(
        sql,
        (row, number) -> new Row(row.getObject(1, UUID.class), row.getLong(2)),
        after,
        page,
        after,
        page,
        page);
  }
}
