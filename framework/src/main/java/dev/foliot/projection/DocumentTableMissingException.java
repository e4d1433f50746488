package dev.foliot.projection;

/** The database lacks the table of a document projection, or columns of it. */
public final class DocumentTableMissingException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String table;

  DocumentTableMissingException(Class<?> projection, String table, String found, String ddl) {
    super(
        "The table %s of projection %s %s. Let Foliot create it (foliot.schema.initialize=always), or run:%n%s"
            .formatted(table, projection.getName(), found, ddl));
    this.table = table;
  }

  /** The table. */
  public String table() {
    return table;
  }
}
