package dev.foliot.test;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.StreamKey;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the final state of a run of a simulation: the rows of the application's own tables, the
 * instances of processes, the runs of workflows with their journals, the submitted commands, and
 * the events of each stream. Values that differ from run to run are left out: instants, generated
 * keys, attempts that were repeated, and the order of a stream's changes from different sides.
 */
final class FinalState {
  private static final int PAGE = 1_000;
  private static final Set<Integer> TEMPORAL =
      Set.of(
          Types.DATE,
          Types.TIME,
          Types.TIMESTAMP,
          Types.TIME_WITH_TIMEZONE,
          Types.TIMESTAMP_WITH_TIMEZONE);
  private static final Set<Integer> COUNTED = Set.of(Types.INTEGER, Types.BIGINT);
  private static final Set<String> SYSTEM_SCHEMAS =
      Set.of("information_schema", "pg_catalog", "pg_toast");

  /** Foliot's tables that are compared, with the columns that do not count steps or hold ids. */
  private static final Map<String, Set<String>> OF_FOLIOT =
      Map.of(
          "foliot_process",
          Set.of("process", "correlation", "status", "state"),
          "foliot_run",
          Set.of("id", "workflow", "version", "status", "input", "result", "error", "parent_run"),
          "foliot_admission",
          Set.of("workflow", "policy", "admission_key"),
          "foliot_journal",
          Set.of("run_id", "operation", "parent", "kind", "type", "name", "payload"));

  /** An attempt that failed because of a fault is followed by another one. */
  private static final Map<String, String> WITHOUT =
      Map.of(
          "foliot_journal",
          " where type <> 'failed' or coalesce(details, '') not like '%nextDelay%'");

  private final DataSource dataSource;
  private final EventStore log;
  private final Set<String> except;
  private @Nullable Map<String, String> queries;

  /**
   * @param except names of tables, in lower case, that are not compared
   */
  FinalState(DataSource dataSource, EventStore log, Set<String> except) {
    this.dataSource = dataSource;
    this.log = log;
    this.except = except;
  }

  /** The state by table and by stream, each in its own order. */
  Map<String, List<String>> read() {
    Map<String, List<String>> state = new TreeMap<>();
    try (Connection connection = dataSource.getConnection()) {
      Map<String, String> known = queries;
      if (known == null) {
        known = queries(connection.getMetaData());
        queries = known;
      }
      for (Map.Entry<String, String> table : known.entrySet()) {
        state.put("table " + table.getKey(), rows(connection, table.getValue()));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The simulation cannot read the tables: " + e, e);
    }
    messages(state);
    state.values().removeIf(List::isEmpty);
    state.values().forEach(lines -> lines.sort(null));
    return state;
  }

  private static List<String> rows(Connection connection, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      while (found.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= found.getMetaData().getColumnCount(); column++) {
          values.add(
              found.getMetaData().getColumnName(column).toLowerCase(Locale.ROOT)
                  + "="
                  + found.getString(column));
        }
        rows.add(NormalText.of(String.join(", ", values)));
      }
    }
    return rows;
  }

  private Map<String, String> queries(DatabaseMetaData database) throws SQLException {
    Map<String, String> found = new TreeMap<>();
    String catalog = database.getConnection().getCatalog();
    try (ResultSet tables =
        database.getTables(catalog, null, "%", new String[] {"TABLE", "BASE TABLE"})) {
      while (tables.next()) {
        String schema = tables.getString("TABLE_SCHEM");
        String name = tables.getString("TABLE_NAME");
        String shown = name.toLowerCase(Locale.ROOT);
        boolean looked =
            shown.startsWith("foliot_") ? OF_FOLIOT.containsKey(shown) : !except.contains(shown);
        if (!SYSTEM_SCHEMAS.contains(schema.toLowerCase(Locale.ROOT)) && looked) {
          String columns = columns(database, schema, name);
          if (!columns.isEmpty()) {
            String key = found.containsKey(shown) ? schema + "." + shown : shown;
            found.put(
                key,
                "select %s from %s.%s%s"
                    .formatted(
                        columns, quoted(schema), quoted(name), WITHOUT.getOrDefault(shown, "")));
          }
        }
      }
    }
    return found;
  }

  private static String columns(DatabaseMetaData database, String schema, String table)
      throws SQLException {
    List<String> names = new ArrayList<>();
    String catalog = database.getConnection().getCatalog();
    String key = onlyKeyColumn(database, catalog, schema, table);
    String escape = Matcher.quoteReplacement(database.getSearchStringEscape());
    String pattern = table.replaceAll("[_%\\\\]", escape + "$0");
    try (ResultSet columns = database.getColumns(catalog, null, pattern, "%")) {
      while (columns.next()) {
        boolean same =
            schema.equals(columns.getString("TABLE_SCHEM"))
                && table.equals(columns.getString("TABLE_NAME"));
        String name = columns.getString("COLUMN_NAME");
        int type = columns.getInt("DATA_TYPE");
        boolean generated =
            "YES".equals(columns.getString("IS_AUTOINCREMENT"))
                || (name.equals(key) && COUNTED.contains(type));
        Set<String> some = OF_FOLIOT.get(table.toLowerCase(Locale.ROOT));
        boolean told = some == null || some.contains(name.toLowerCase(Locale.ROOT));
        if (same && !generated && !TEMPORAL.contains(type) && told) {
          names.add(quoted(name));
        }
      }
    }
    return String.join(", ", names);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A whole number that is the whole key comes from a sequence. */
  private static @Nullable String onlyKeyColumn(
      DatabaseMetaData database, String catalog, String schema, String table) throws SQLException {
    List<String> key = new ArrayList<>();
    try (ResultSet columns = database.getPrimaryKeys(catalog, schema, table)) {
      while (columns.next()) {
        key.add(columns.getString("COLUMN_NAME"));
      }
    }
    return key.size() == 1 ? key.get(0) : null;
  }

  private void messages(Map<String, List<String>> state) {
    long after = 0;
    List<RecordedMessage> page;
    do {
      page =
          log.read(
              LogFilter.between(after, Long.MAX_VALUE, PAGE)
                  .kinds(MessageKind.EVENT, MessageKind.COMMAND));
      for (RecordedMessage message : page) {
        after = message.position();
        state
            .computeIfAbsent(stream(message), each -> new ArrayList<>())
            .add(NormalText.of(text(message)));
      }
    } while (page.size() == PAGE);
  }

  /**
   * The name of a stream. Commands have one name for each category, since the id of a command's own
   * stream differs from run to run.
   */
  private static String stream(RecordedMessage message) {
    return message.kind() == MessageKind.COMMAND
        ? "commands " + message.category()
        : "events of " + StreamKey.of(message.category(), message.streamId());
  }

  /** The payload as a record prints itself; personal data is sealed anew in each run. */
  private static String text(RecordedMessage event) {
    try {
      return event.payload().toString();
    } catch (Throwable unreadable) {
      return event.metadata().type() + " " + event.json();
    }
  }
}
