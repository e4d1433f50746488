package dev.foliot.eventstore;

/** One of Foliot's tables does not exist. */
public final class FoliotSchemaMissingException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String table;
  private final String schema;

  FoliotSchemaMissingException(String table, String schema, String script) {
    super(
        "Table %s is missing in schema %s. Set foliot.schema.initialize=always to have Foliot create its tables, or run %s with your migration tool; if they are in another schema, name it in foliot.schema.name."
            .formatted(table, schema, script));
    this.table = table;
    this.schema = schema;
  }

  /** The first table that is missing. */
  public String table() {
    return table;
  }

  /** The schema that should have it. */
  public String schema() {
    return schema;
  }
}
