package dev.foliot.rebuild;

/**
 * A table that the application reads.
 *
 * @param schema as the database stores it
 * @param name as the database stores it
 */
record LiveTable(String schema, String name) {
  /** The name with its schema, as SQL writes it. */
  String quoted() {
    return in(schema);
  }

  /** The name of this table in another schema, as SQL writes it. */
  String in(String other) {
    return ShadowDialect.quoted(other) + "." + ShadowDialect.quoted(name);
  }
}
