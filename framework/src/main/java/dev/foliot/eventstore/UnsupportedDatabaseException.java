package dev.foliot.eventstore;

import java.util.List;

/** A database, or a version or a mode of one, that Foliot has no dialect for. */
public final class UnsupportedDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private UnsupportedDatabaseException(String text) {
    super(text);
  }

  static UnsupportedDatabaseException product(String product) {
    return new UnsupportedDatabaseException(
        "Foliot cannot keep its log in the database %s; it supports PostgreSQL 15 and later, and H2 2.4 and later. Point spring.datasource.url to one of them."
            .formatted(product));
  }

  static UnsupportedDatabaseException version(String product, String least) {
    return new UnsupportedDatabaseException(
        "The database %s is too old: Foliot's SQL is written for version %s and later. Update the database, or point spring.datasource.url to a newer one."
            .formatted(product, least));
  }

  static UnsupportedDatabaseException mode(String mode, List<String> supported) {
    return new UnsupportedDatabaseException(
        "H2 runs with MODE=%s, which does not accept Foliot's SQL; the modes that do are %s. Remove MODE from spring.datasource.url, or name one of them."
            .formatted(mode, supported));
  }

  static UnsupportedDatabaseException readOnly() {
    return new UnsupportedDatabaseException(
        "PostgreSQL begins each transaction of this data source as a read-only one, so nothing can be stored. Remove default_transaction_read_only from the role, the database or spring.datasource.url.");
  }

  static UnsupportedDatabaseException ignoresCase() {
    return new UnsupportedDatabaseException(
        "H2 compares texts without their case, so the ids a and A would be the same stream. Remove IGNORECASE and COLLATION from spring.datasource.url, and create the database again.");
  }
}
