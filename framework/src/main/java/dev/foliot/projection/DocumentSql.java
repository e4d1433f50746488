package dev.foliot.projection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The statements of one document table. Names have no schema: a rebuild writes to tables of the
 * same names in another one.
 */
record DocumentSql(DocumentLayout<?> layout, boolean isPostgres) {
  private static final int MAX_NAME = 63;

  private String table() {
    return layout.table();
  }

  private List<String> columns() {
    return Stream.of(
            Stream.of("id"),
            layout.indexed().stream().map(DocumentColumn::name),
            Stream.of("document"))
        .flatMap(names -> names)
        .toList();
  }

  private String json() {
    return isPostgres ? "cast(? as jsonb)" : "? format json";
  }

  private String values() {
    List<String> parameters = new ArrayList<>(Collections.nCopies(columns().size() - 1, "?"));
    parameters.add(json());
    return String.join(", ", parameters);
  }

  String read() {
    return "select document from %s where id = ?".formatted(table());
  }

  /** Parameters: id, indexed columns, document. */
  String insert() {
    return "insert into %s (%s) values (%s)"
        .formatted(table(), String.join(", ", columns()), values());
  }

  /** As {@link #insert}, but replaces a row with the same id. */
  String upsert() {
    if (!isPostgres) {
      return "merge into %s (%s) key (id) values (%s)"
          .formatted(table(), String.join(", ", columns()), values());
    }
    List<String> set =
        columns().stream().skip(1).map(name -> name + " = excluded." + name).toList();
    return insert() + " on conflict (id) do update set " + String.join(", ", set);
  }

  /** Parameters: indexed columns, document, id, the document that was read. */
  String update() {
    List<String> set = new ArrayList<>();
    layout.indexed().forEach(column -> set.add(column.name() + " = ?"));
    set.add("document = " + json());
    return "update %s set %s where id = ? and document = %s"
        .formatted(table(), String.join(", ", set), json());
  }

  String delete() {
    return "delete from %s where id = ?".formatted(table());
  }

  /** Parameters: id, the document that was read. */
  String deleteRead() {
    return delete() + " and document = " + json();
  }

  /**
   * The statements that create the missing parts of the table.
   *
   * @param found the existing columns; none if there is no table
   */
  List<String> create(Set<String> found) {
    List<String> statements = new ArrayList<>();
    List<DocumentColumn> missing =
        layout.indexed().stream().filter(column -> !found.contains(column.name())).toList();
    if (found.isEmpty()) {
      List<String> definitions = new ArrayList<>();
      definitions.add("id %s primary key".formatted(layout.id().type().sql(isPostgres)));
      missing.forEach(column -> definitions.add(definition(column)));
      definitions.add("document %s not null".formatted(isPostgres ? "jsonb" : "json"));
      statements.add(
          "create table if not exists %s (%s)".formatted(table(), String.join(", ", definitions)));
    } else {
      missing.forEach(
          column ->
              statements.add(
                  "alter table %s add column if not exists %s"
                      .formatted(table(), definition(column))));
    }
    missing.forEach(
        column ->
            statements.add(
                "create index if not exists %s on %s (%s)"
                    .formatted(index(column), table(), column.name())));
    return statements;
  }

  private String definition(DocumentColumn column) {
    return column.name() + " " + column.type().sql(isPostgres);
  }

  /** The name of an index. PostgreSQL would cut a long name, so that two could become the same. */
  private String index(DocumentColumn column) {
    String name = table() + "_" + column.name();
    if (bytes(name) <= MAX_NAME) {
      return name;
    }
    String cut = name;
    while (bytes(cut) > MAX_NAME - 9) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut + "_" + Integer.toHexString(name.hashCode());
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }
}
