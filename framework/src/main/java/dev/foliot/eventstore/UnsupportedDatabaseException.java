package dev.foliot.eventstore;

/** A database that Foliot has no dialect for. */
public final class UnsupportedDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnsupportedDatabaseException(String product) {
    super(
        "Foliot cannot keep its log in the database %s; it supports PostgreSQL 15 and later, and H2. Point spring.datasource.url to one of them."
            .formatted(product));
  }
}
