package dev.foliot.projection;

import dev.foliot.message.MessageJson;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Creates the table of a document projection, or refuses the start if the table is not as required.
 */
final class PrepareDocumentTable {
  /** The columns of the table that statements would find by the search path. */
  private static final String ON_POSTGRES =
      """
      select attname from pg_attribute
       where attrelid = to_regclass(cast(? as text)) and attnum > 0 and not attisdropped""";

  /**
   * All columns, because {@code lower} depends on the locale of the server. In capitals, because H2
   * with DATABASE_TO_UPPER=FALSE accepts no other spelling.
   */
  private static final String ON_H2 =
      "select TABLE_NAME, COLUMN_NAME from INFORMATION_SCHEMA.COLUMNS where TABLE_SCHEMA = current_schema";

  private static final int PART = 500;

  private final JdbcTemplate jdbc;
  private final DocumentSql sql;
  private final DocumentLayout<?> layout;

  PrepareDocumentTable(JdbcTemplate jdbc, DocumentSql sql) {
    this.jdbc = jdbc;
    this.sql = sql;
    this.layout = sql.layout();
  }

  /**
   * Checks that the table exists with all its columns.
   *
   * @throws DocumentTableMissingException if not; its text has the statements to run
   */
  void verify() {
    Set<String> found = columns();
    List<String> missing = sql.create(found);
    if (!missing.isEmpty()) {
      String more =
          found.isEmpty() ? "" : "\nThen rebuild the projection: the new columns are empty.";
      throw new DocumentTableMissingException(
          layout.type(),
          layout.table(),
          found.isEmpty() ? "does not exist" : "lacks columns",
          String.join(";\n", missing) + ";" + more);
    }
  }

  /** Creates the missing parts; new columns get the values of the stored documents. */
  void create(MessageJson json) {
    if (sql.create(columns()).isEmpty()) {
      return;
    }
    if (sql.isPostgres()) { // "if not exists" does not help against another node
      jdbc.queryForList("select pg_advisory_xact_lock(hashtext(?))", layout.table());
    }
    Set<String> found = columns(); // another node may have created the parts meanwhile
    List<String> missing = sql.create(found);
    if (missing.isEmpty()) {
      return;
    }
    missing.forEach(jdbc::execute);
    List<DocumentColumn> added =
        layout.indexed().stream().filter(column -> !found.contains(column.name())).toList();
    if (!found.isEmpty()) {
      fill(added, json);
    }
  }

  private Set<String> columns() {
    Set<String> found = sql.isPostgres() ? onPostgres() : onH2();
    if (!found.isEmpty() && !found.containsAll(Set.of("id", "document"))) {
      throw new IllegalStateException(
          "The table %s exists, but holds no documents of %s: it has no columns id and document. Rename the table, or the record."
              .formatted(layout.table(), layout.type().getName()));
    }
    return found;
  }

  private Set<String> onPostgres() {
    return Set.copyOf(jdbc.queryForList(ON_POSTGRES, String.class, layout.table()));
  }

  private Set<String> onH2() {
    Set<String> found = new HashSet<>();
    jdbc.query(
        ON_H2,
        row -> {
          if (row.getString(1).equalsIgnoreCase(layout.table())) {
            found.add(row.getString(2).toLowerCase(Locale.ROOT));
          }
        });
    return found;
  }

  /** A stored document. */
  private record Row(Object id, String document) {}

  private void fill(List<DocumentColumn> added, MessageJson json) {
    String set =
        added.stream().map(column -> column.name() + " = ?").collect(Collectors.joining(", "));
    String update = "update %s set %s where id = ?".formatted(layout.table(), set);
    List<Row> part = part("", new Object[0]);
    while (!part.isEmpty()) {
      jdbc.batchUpdate(update, part.stream().map(row -> values(row, added, json)).toList());
      part = part(" where id > ?", part.get(part.size() - 1).id());
    }
  }

  private List<Row> part(String where, Object... last) {
    return jdbc.query(
        "select id, document from %s%s order by id limit %s".formatted(layout.table(), where, PART),
        (row, number) -> new Row(Objects.requireNonNull(row.getObject(1)), row.getString(2)),
        last);
  }

  private static @Nullable Object[] values(Row row, List<DocumentColumn> added, MessageJson json) {
    JsonNode document = json.read(row.document(), JsonNode.class);
    List<@Nullable Object> values = new ArrayList<>();
    added.forEach(column -> values.add(value(document.get(column.property()), column, json)));
    values.add(row.id());
    return values.toArray();
  }

  private static @Nullable Object value(
      @Nullable JsonNode found, DocumentColumn column, MessageJson json) {
    if (found == null || found.isNull()) {
      return null;
    }
    RecordComponent component = column.component();
    return SqlValue.inColumn(json.read(found.toString(), component.getGenericType()));
  }
}
