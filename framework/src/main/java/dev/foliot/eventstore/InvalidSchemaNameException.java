package dev.foliot.eventstore;

/** The configured schema name is longer than the database can store. */
public final class InvalidSchemaNameException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String schema;

  InvalidSchemaNameException(String schema, int bytes, int most, String database) {
    super(
        "The schema name %s has %s bytes, but %s stores at most %s. Shorten foliot.schema.name."
            .formatted(schema, bytes, database, most));
    this.schema = schema;
  }

  /** The name that was configured. */
  public String schema() {
    return schema;
  }
}
