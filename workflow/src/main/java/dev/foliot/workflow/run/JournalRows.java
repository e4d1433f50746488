package dev.foliot.workflow.run;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageJson;
import dev.foliot.workflow.encryption.EncryptPayloads;
import dev.foliot.workflow.journal.EntryDetails;
import dev.foliot.workflow.journal.EntryType;
import dev.foliot.workflow.journal.JournalEntry;
import dev.foliot.workflow.journal.OperationKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;

/** The rows of {@code foliot_journal}. */
final class JournalRows {
  static final String NAMES =
      "run_id, number, operation, parent, kind, type, name, payload, details, invocation, at";
  static final String VALUES =
      "(cast(? as int), cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as text), cast(? as text), cast(? as int), cast(? as timestamptz))";

  private final JdbcTemplate jdbc;
  private final String table;
  private final MessageJson json;
  private final EncryptPayloads encryption;

  JournalRows(
      JdbcTemplate jdbc, FoliotSchema schema, MessageJson json, EncryptPayloads encryption) {
    this.jdbc = jdbc;
    this.table = schema.table("foliot_journal");
    this.json = json;
    this.encryption = encryption;
  }

  MessageJson json() {
    return json;
  }

  String table() {
    return table;
  }

  List<JournalEntry> of(String runId) {
    return jdbc.query(
        "select %s from %s where run_id = ? order by number".formatted(NAMES, table),
        this::read,
        runId);
  }

  /**
   * The emitted events of a run, in their order.
   *
   * @param runs the table of runs
   * @param round the round of the last event that the reader has
   * @param number its number
   * @param event makes the event from the round of the run and the entry
   */
  <T> List<T> emitted(
      String runs,
      String runId,
      long round,
      int number,
      int limit,
      BiFunction<Integer, JournalEntry, T> event) {
    String sql =
        """
        select r.round, j.%s
          from %s r join %s j on j.run_id = r.id
         where r.id = ? and j.kind = 'emit' and (r.round > ? or r.round = ? and j.number > ?)
         order by j.number limit ?"""
            .formatted(NAMES.replace(", ", ", j."), runs, table);
    return jdbc.query(
        sql,
        (row, index) -> event.apply(row.getInt("round"), read(row, index)),
        runId,
        round,
        round,
        number,
        limit);
  }

  /** The progress of a run: it changes when the journal grows, and when the run ends. */
  record Mark(int round, boolean isEnded, int entries) {}

  /**
   * The marks of the runs that exist, in one statement.
   *
   * @param runs the table of runs
   */
  Map<String, Mark> marks(String runs, Collection<String> ids) {
    String sql =
        """
        select r.id, r.round, r.ended_at is not null as ended,
               (select max(j.number) from %s j where j.run_id = r.id) as entries
          from %s r where r.id = any(?)"""
            .formatted(table, runs);
    Map<String, Mark> marks = new HashMap<>();
    jdbc.query(
        sql,
        row -> {
          marks.put(row.getString("id"), mark(row));
        },
        texts(ids));
    return marks;
  }

  private static SqlArrayValue texts(Collection<String> values) {
    return new SqlArrayValue("text", values.toArray());
  }

  private static Mark mark(ResultSet row) throws SQLException {
    return new Mark(row.getInt("round"), row.getBoolean("ended"), row.getInt("entries"));
  }

  private JournalEntry read(ResultSet row, int index) throws SQLException {
    String runId = row.getString("run_id");
    int number = row.getInt("number");
    String details = row.getString("details");
    return new JournalEntry(
        number,
        row.getString("operation"),
        row.getString("parent"),
        OperationKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        EntryType.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
        row.getString("name"),
        encryption.decrypt(runId, place("payload", number), row.getString("payload")),
        details == null
            ? EntryDetails.NONE
            : json.read(details, EntryDetails.class)
                .withTexts((part, text) -> encryption.decrypt(runId, place(part, number), text)),
        row.getInt("invocation"),
        Objects.requireNonNull(RunColumns.instant(row, "at")));
  }

  private static String place(String part, int entry) {
    return part + " of entry " + entry;
  }

  /** Inserts entries with statements of their own, in a batch. */
  void insert(String runId, List<JournalEntry> entries) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (JournalEntry entry : entries) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(runId);
      row.addAll(values(runId, entry));
      rows.add(row.toArray());
    }
    jdbc.batchUpdate(
        "insert into %s (%s) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)".formatted(table, NAMES),
        rows);
  }

  /** The values of a row without the id of the run. */
  List<@Nullable Object> values(String runId, JournalEntry entry) {
    int number = entry.number();
    EntryDetails details =
        entry
            .details()
            .withTexts((part, text) -> encryption.encrypt(runId, place(part, number), text));
    List<@Nullable Object> values = new ArrayList<>();
    values.add(number);
    values.add(entry.operation());
    values.add(entry.parent());
    values.add(RunColumns.stored(entry.kind()));
    values.add(RunColumns.stored(entry.type()));
    values.add(entry.name());
    values.add(encryption.encrypt(runId, place("payload", number), entry.payload()));
    values.add(details.equals(EntryDetails.NONE) ? null : json.write(details));
    values.add(entry.invocation());
    values.add(RunColumns.stored(entry.at()));
    return values;
  }

  void delete(String runId) {
    jdbc.update("delete from %s where run_id = ?".formatted(table), runId);
  }
}
