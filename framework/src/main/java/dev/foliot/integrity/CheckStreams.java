package dev.foliot.integrity;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.StreamName;
import dev.foliot.integrity.LogProblem.Kind;
import dev.foliot.message.MessageKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Checks each stream, log and archive together. It reads one category after the other, and a range
 * of stream names at a time. The unique index on (category, stream, version) returns them in order.
 */
final class CheckStreams {
  private static final int TOMBSTONE = MessageKind.TOMBSTONE.code();

  private final JdbcTemplate jdbc;
  private final String messages;
  private final String archive;
  private final int page;

  CheckStreams(JdbcTemplate jdbc, FoliotSchema schema, int page) {
    this.jdbc = jdbc;
    this.messages = schema.table("foliot_message");
    this.archive = schema.table("foliot_message_archive");
    this.page = page;
  }

  /**
   * The streams of a category in a range.
   *
   * @param after exclusive
   * @param upTo inclusive; null for no end
   */
  private record Range(String category, String after, @Nullable String upTo) {
    String condition() {
      return "category = ? and stream > ? and stream_version is not null"
          + (upTo == null ? "" : " and stream <= ?");
    }

    void addTo(List<Object> arguments) {
      arguments.add(category);
      arguments.add(after);
      if (upTo != null) {
        arguments.add(upTo);
      }
    }
  }

  void check(Findings findings) {
    String category = nextCategory("");
    while (category != null) {
      String after = "";
      while (after != null) {
        Range range = new Range(category, after, lastOfPage(category, after));
        checkVersions(range, findings);
        checkTombstones(range, findings);
        after = range.upTo();
      }
      category = nextCategory(category);
    }
  }

  private @Nullable String nextCategory(String after) {
    String sql =
        """
        select min(category)
          from (select min(category) as category from %s where category > ?
                union all
                select min(category) from %s where category > ?) found"""
            .formatted(messages, archive);
    return jdbc.queryForObject(sql, String.class, after, after);
  }

  /** A range has about a page of messages, and always whole streams. */
  private @Nullable String lastOfPage(String category, String after) {
    String each =
        "(select stream from %s where category = ? and stream > ? order by stream limit 1 offset ?)";
    String sql =
        "select min(stream) from (%s union all %s) found"
            .formatted(each.formatted(messages), each.formatted(archive));
    return jdbc.queryForObject(sql, String.class, category, after, page, category, after, page);
  }

  private void checkVersions(Range range, Findings findings) {
    String each =
        "select stream, stream_version, kind, position from %s where " + range.condition();
    String sql =
        """
        select stream, previous_version, stream_version, previous_kind, previous_position, position
          from (select stream, stream_version, position,
                       lag(stream_version) over (partition by stream order by stream_version)
                         as previous_version,
                       lag(kind) over (partition by stream order by stream_version) as previous_kind,
                       lag(position) over (partition by stream order by stream_version)
                         as previous_position
                  from (%s union all %s) both_tables) neighbours
         where stream_version <> coalesce(previous_version, 0) + 1 or previous_kind = %s
            or position < previous_position
         order by stream, stream_version"""
            .formatted(each.formatted(messages), each.formatted(archive), TOMBSTONE);
    List<Object> arguments = new ArrayList<>();
    range.addTo(arguments);
    range.addTo(arguments);
    jdbc.query(
        sql,
        (ResultSet row) -> {
          note(range.category(), row, findings);
        },
        arguments.toArray());
  }

  private static void note(String category, ResultSet row, Findings findings) throws SQLException {
    StreamName stream = new StreamName(category, row.getString(1));
    long previous = row.getLong(2);
    long version = row.getLong(3);
    if (row.getInt(4) == TOMBSTONE) {
      findings.add(
          Kind.AFTER_TOMBSTONE,
          "Stream %s was closed at version %s and has version %s"
              .formatted(stream, previous, version));
    }
    if (version != previous && row.getLong(5) > row.getLong(6)) {
      findings.add(
          Kind.VERSION_ORDER,
          "Stream %s has version %s at position %s, before version %s at position %s"
              .formatted(stream, version, row.getLong(6), previous, row.getLong(5)));
    }
    if (version == previous) {
      findings.add(
          Kind.DUPLICATE_VERSION, "Stream %s has version %s twice".formatted(stream, version));
    } else if (version != previous + 1) {
      findings.add(
          Kind.VERSION_GAP,
          "Stream %s lacks the versions from %s to %s"
              .formatted(stream, previous + 1, version - 1));
    }
  }

  private void checkTombstones(Range range, Findings findings) {
    String sql =
        """
        select distinct stream
          from %s a
         where %s
           and not exists (select 1 from %s t
                            where t.category = a.category and t.stream = a.stream and t.kind = %s)
         order by stream"""
            .formatted(archive, range.condition(), messages, TOMBSTONE);
    List<Object> arguments = new ArrayList<>();
    range.addTo(arguments);
    jdbc.query(
        sql,
        row -> {
          StreamName stream = new StreamName(range.category(), row.getString(1));
          findings.add(
              Kind.ARCHIVED_BUT_OPEN,
              "Stream %s has events in the archive, and no tombstone in the log".formatted(stream));
        },
        arguments.toArray());
  }
}
