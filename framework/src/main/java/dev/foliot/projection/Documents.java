package dev.foliot.projection;

import dev.foliot.handler.WiringProblems;
import java.sql.Connection;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * The document projections of an application, and their tables.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Documents {
  private final DocumentParts parts;
  private final JdbcTemplate jdbc;
  private final Supplier<Boolean> isPostgres;
  private final Map<Class<?>, DocumentLayout<?>> layouts = new LinkedHashMap<>();
  private final Map<Class<?>, Supplier<DocumentTable<?>>> tables = new HashMap<>();

  /**
   * @param projections the projections, of which some may be documents
   * @throws dev.foliot.handler.WiringException if a document has no usable id, or an indexed
   *     component of a type that has no column
   */
  public Documents(DocumentParts parts, Collection<Class<?>> projections) {
    this.parts = parts;
    this.jdbc = new JdbcTemplate(parts.dataSource());
    this.isPostgres = SingletonSupplier.of(this::askWhetherPostgres);
    WiringProblems problems = new WiringProblems();
    projections.forEach(type -> refuseIndexedWithoutId(type, problems));
    projections.stream().filter(DocumentLayout::isDocument).forEach(type -> add(type, problems));
    problems.throwIfAny();
  }

  /** Without an id, a record is not a document, and nothing would be indexed. */
  private static void refuseIndexedWithoutId(Class<?> type, WiringProblems problems) {
    if (DocumentLayout.isIndexed(type) && !DocumentLayout.isDocument(type)) {
      problems.add(
          "%s has components with @Indexed, but no component with @DocumentId, so it would not be stored as a document. Annotate the component that is its id with @DocumentId."
              .formatted(type.getName()));
    }
  }

  private void add(Class<?> type, WiringProblems problems) {
    parts.json().unreadableParts(type).forEach(problems::add);
    DocumentLayout.of(type, problems)
        .ifPresent(
            layout -> {
              refuseSameTable(layout, problems);
              layouts.put(type, layout);
              tables.put(
                  type,
                  SingletonSupplier.of(() -> new DocumentTable<>(layout, isPostgres.get(), parts)));
            });
  }

  private void refuseSameTable(DocumentLayout<?> layout, WiringProblems problems) {
    for (DocumentLayout<?> other : layouts.values()) {
      if (other.table().equals(layout.table())) {
        problems.add(
            "%s and %s would be stored in the same table %s. Rename one of the records."
                .formatted(other.type().getName(), layout.type().getName(), layout.table()));
      }
    }
  }

  private boolean askWhetherPostgres() {
    return Boolean.TRUE.equals(
        jdbc.execute(
            (ConnectionCallback<Boolean>)
                (Connection connection) ->
                    connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")));
  }

  /** Whether a projection is stored as documents. */
  public static boolean isDocument(Class<?> projection) {
    return DocumentLayout.isDocument(projection);
  }

  /** The documents of a record class. */
  @SuppressWarnings("unchecked")
  public <T> DocumentProjection<T> of(Class<T> type) {
    Supplier<DocumentTable<?>> table = tables.get(type);
    if (table == null) {
      throw new IllegalArgumentException(
          "%s is not a document: it must be a record with @Projection and @DocumentId. Annotate it."
              .formatted(type.getName()));
    }
    return (DocumentProjection<T>) table.get();
  }

  /**
   * Creates missing tables, or checks that all exist.
   *
   * @throws DocumentTableMissingException if a table is missing and may not be created
   */
  public void prepareTables(boolean creates) {
    for (DocumentLayout<?> layout : layouts.values()) {
      PrepareDocumentTable table =
          new PrepareDocumentTable(jdbc, new DocumentSql(layout, isPostgres.get()));
      if (creates) {
        parts
            .transactions()
            .inNew( // it may fill a new column of many documents
                () -> {
                  table.create(parts.json());
                  return layout;
                });
      } else {
        table.verify();
      }
    }
  }

  /** The tables of a projection; none if it is not a document. */
  public TableNames tablesOf(Class<?> projection) {
    DocumentLayout<?> layout = layouts.get(projection);
    return layout == null ? TableNames.NONE : TableNames.of(List.of(layout.table()));
  }
}
