package dev.foliot.workflow.run;

import dev.foliot.message.StorableText;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunNotFoundException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lists committed runs, by an index. */
final class ListRuns {
  private final JdbcTemplate jdbc;
  private final String table;

  ListRuns(JdbcTemplate jdbc, String table) {
    this.jdbc = jdbc;
    this.table = table;
  }

  /** The runs, the newest start first. */
  List<RunRow> list(RunFilter filter) {
    if (isUnstorable(filter.workflow()) || isUnstorable(filter.parent())) {
      return List.of();
    }
    StringBuilder where = new StringBuilder("1 = 1");
    List<Object> values = new ArrayList<>();
    if (filter.workflow() != null) {
      where.append(" and workflow = ?");
      values.add(filter.workflow());
    }
    if (filter.status() != null) {
      where.append(" and status = ?");
      values.add(RunColumns.stored(filter.status()));
    }
    if (filter.parent() != null) {
      where.append(" and parent_run = ?");
      values.add(filter.parent());
    }
    String after = filter.after();
    if (after != null) {
      where.append(" and (created_at, id) < (?, ?)");
      values.add(createdAt(after));
      values.add(after);
    }
    values.add(filter.limit());
    String sql =
        "select %s from %s where %s order by created_at desc, id desc limit ?"
            .formatted(RunColumns.NAMES, table, where);
    return jdbc.query(sql, RunColumns::read, values.toArray());
  }

  /** The runs that continue by themselves, the earliest first. */
  List<RunRow> waiting(int limit) {
    String sql =
        "select %s from %s where owner is null and due_at is not null order by due_at, id limit ?"
            .formatted(RunColumns.NAMES, table);
    return jdbc.query(sql, RunColumns::read, limit);
  }

  private static boolean isUnstorable(@Nullable String text) {
    return text != null && StorableText.problem(text).isPresent();
  }

  private OffsetDateTime createdAt(String run) {
    if (isUnstorable(run)) {
      throw new RunNotFoundException(run);
    }
    String sql = "select created_at from %s where id = ?".formatted(table);
    return jdbc.query(sql, (row, number) -> row.getObject(1, OffsetDateTime.class), run).stream()
        .findFirst()
        .orElseThrow(() -> new RunNotFoundException(run));
  }
}
