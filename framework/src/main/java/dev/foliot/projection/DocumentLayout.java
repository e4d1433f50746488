package dev.foliot.projection;

import dev.foliot.handler.WiringProblems;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of a document projection: the id, the document, and a column for each indexed
 * component.
 */
record DocumentLayout<T>(
    Class<T> type, String table, DocumentColumn id, List<DocumentColumn> indexed)
    implements Columns {
  /** PostgreSQL would cut a longer name, and then not find it, or mean another one. */
  private static final int MAX_NAME = 63;

  /** Whether a projection is stored as JSON. */
  static boolean isDocument(Class<?> projection) {
    return projection.isRecord()
        && ProjectionDeclarations.isProjection(projection)
        && Stream.of(projection.getRecordComponents())
            .anyMatch(component -> component.isAnnotationPresent(DocumentId.class));
  }

  /** Whether a record has an indexed component. */
  static boolean isIndexed(Class<?> projection) {
    return projection.isRecord()
        && Stream.of(projection.getRecordComponents())
            .anyMatch(component -> component.isAnnotationPresent(Indexed.class));
  }

  /** The table of a class; empty if the class has problems, which are added. */
  static <T> Optional<DocumentLayout<T>> of(Class<T> type, WiringProblems problems) {
    DocumentColumn id = null;
    List<DocumentColumn> indexed = new ArrayList<>();
    boolean isWrong = false;
    for (RecordComponent component : type.getRecordComponents()) {
      ColumnType columnType = ColumnType.of(component.getType()).orElse(null);
      if (component.isAnnotationPresent(DocumentId.class)) {
        boolean isSecond = id != null;
        if (isSecond || columnType == null || !columnType.isKey()) {
          problems.add(wrongId(component, isSecond));
          isWrong = true;
        } else {
          id = new DocumentColumn(component, "id", columnType);
        }
      } else if (component.isAnnotationPresent(Indexed.class)) {
        if (columnType == null) {
          problems.add(notIndexable(component));
          isWrong = true;
        } else {
          DocumentColumn column = indexed(component, columnType);
          isWrong |= !hasOwnName(column, indexed, problems);
          indexed.add(column);
        }
      }
    }
    isWrong |= isTooLong("is stored in the table", tableOf(type), type.getName(), problems);
    return isWrong || id == null
        ? Optional.empty()
        : Optional.of(new DocumentLayout<>(type, tableOf(type), id, List.copyOf(indexed)));
  }

  private static DocumentColumn indexed(RecordComponent component, ColumnType type) {
    return new DocumentColumn(
        component, "by_" + DocumentColumn.snakeCase(component.getName()), type);
  }

  private static boolean hasOwnName(
      DocumentColumn column, List<DocumentColumn> others, WiringProblems problems) {
    String label = nameOf(column);
    Optional<DocumentColumn> same =
        others.stream().filter(other -> other.name().equals(column.name())).findFirst();
    same.ifPresent(
        other ->
            problems.add(
                "%s and %s are indexed by the same column %s. Rename one of the components."
                    .formatted(nameOf(other), label, column.name())));
    return same.isEmpty() && !isTooLong("is indexed by the column", column.name(), label, problems);
  }

  private static String nameOf(DocumentColumn column) {
    return column.component().getDeclaringRecord().getName() + "." + column.property();
  }

  private static boolean isTooLong(
      String isNamed, String name, String label, WiringProblems problems) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_NAME) {
      problems.add(
          "%s %s %s, whose name has %s bytes, and a database stores at most %s. Give it a shorter name."
              .formatted(label, isNamed, name, bytes, MAX_NAME));
    }
    return bytes > MAX_NAME;
  }

  private static String tableOf(Class<?> type) {
    return "document_" + DocumentColumn.snakeCase(type.getSimpleName());
  }

  private static String wrongId(RecordComponent component, boolean isSecond) {
    return "%s.%s cannot be the @DocumentId: %s. Annotate one component of type String, UUID, long or int."
        .formatted(
            component.getDeclaringRecord().getName(),
            component.getName(),
            isSecond
                ? "another component is"
                : "it is of type " + component.getType().getSimpleName());
  }

  private static String notIndexable(RecordComponent component) {
    return "%s.%s cannot be @Indexed: it is of type %s. Index a text, an enum, a number, a boolean, a UUID, an Instant, a LocalDate or a LocalDateTime."
        .formatted(
            component.getDeclaringRecord().getName(),
            component.getName(),
            component.getType().getSimpleName());
  }

  /** The values of the columns: id, and indexed components. */
  List<@Nullable Object> values(T document) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(id.of(document));
    indexed.forEach(column -> values.add(column.of(document)));
    return values;
  }

  Object idOf(T document) {
    Object found = id.of(document);
    if (found == null) {
      throw new IllegalArgumentException(
          "A document of %s has no id: its component %s is null. Give it a value."
              .formatted(type.getSimpleName(), id.property()));
    }
    return found;
  }

  @Override
  public String key() {
    return id.name();
  }

  private Optional<DocumentColumn> column(String property) {
    return Stream.concat(Stream.of(id), indexed.stream())
        .filter(column -> column.property().equals(property))
        .findFirst();
  }

  private List<String> known() {
    return Stream.concat(Stream.of(id), indexed.stream()).map(DocumentColumn::property).toList();
  }

  private DocumentColumn required(String property) {
    return column(property)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Documents of %s cannot be found by '%s', which is not indexed. Annotate the component with @Indexed, or use one of %s."
                        .formatted(type.getSimpleName(), property, known())));
  }

  @Override
  public String compared(String property) {
    return required(property).name();
  }

  @Override
  public String sorted(String property) {
    return column(property)
        .map(DocumentColumn::name)
        .orElseThrow(() -> new UnknownSortPropertyException(type, property, type, known()));
  }

  @Override
  public boolean isText(String property) {
    return required(property).type().isText();
  }

  @Override
  public Object parameter(String property, Object value) {
    return required(property).compared(value);
  }
}
