package dev.foliot.eventstore;

import org.apiguardian.api.API;

/**
 * Texts as parts of SQL, for statements that a server must plan for their values.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SqlText {
  private SqlText() {}

  /**
   * The text as an expression with the same value on each database, whatever its settings: without
   * {@code standard_conforming_strings}, PostgreSQL takes a backslash for an escape.
   */
  public static String quoted(String text) {
    String literal = "'" + text.replace("'", "''") + "'";
    return text.contains("\\") ? "(" + literal.replace("\\", "' || chr(92) || '") + ")" : literal;
  }
}
