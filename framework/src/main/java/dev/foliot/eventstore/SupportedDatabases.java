package dev.foliot.eventstore;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Refuses an unsupported database before anything is stored. All checks use one connection, because
 * a pool may have only one.
 */
final class SupportedDatabases {
  private static final String H2 = "H2";
  private static final String POSTGRES = "PostgreSQL";

  /** The others lack {@code limit}, or take an empty text for null. */
  private static final List<String> H2_MODES =
      List.of("REGULAR", "LEGACY", "DB2", "HSQLDB", "MariaDB", "MySQL", POSTGRES);

  private SupportedDatabases() {}

  /**
   * Checks the product, its version and its mode.
   *
   * @throws UnsupportedDatabaseException if one of them is not supported
   */
  static void check(Connection connection) throws SQLException {
    DatabaseMetaData database = connection.getMetaData();
    switch (database.getDatabaseProductName()) {
      case POSTGRES -> {
        checkVersion(database, 15, 0);
        checkIsPostgres(connection);
        checkWrites(connection);
      }
      case H2 -> {
        checkVersion(database, 2, 4);
        checkMode(connection);
        checkCase(connection);
      }
      default -> throw UnsupportedDatabaseException.product(nameOf(database));
    }
  }

  static boolean isH2(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals(H2);
  }

  private static void checkVersion(DatabaseMetaData database, int major, int minor)
      throws SQLException {
    int actual = database.getDatabaseMajorVersion();
    if (actual < major || (actual == major && database.getDatabaseMinorVersion() < minor)) {
      String least = minor == 0 ? String.valueOf(major) : major + "." + minor;
      throw UnsupportedDatabaseException.version(nameOf(database), least);
    }
  }

  private static String nameOf(DatabaseMetaData database) throws SQLException {
    return database.getDatabaseProductName() + " " + database.getDatabaseProductVersion();
  }

  /**
   * Another database may call itself PostgreSQL. Without PostgreSQL's own lock table, events would
   * be skipped silently.
   */
  private static void checkIsPostgres(Connection connection) throws SQLException {
    String version = ask(connection, "select version()");
    if (!version.startsWith("PostgreSQL ") || version.contains("-YB-")) {
      throw UnsupportedDatabaseException.product(version);
    }
  }

  private static void checkWrites(Connection connection) throws SQLException {
    if (ask(connection, "show default_transaction_read_only").equals("on")) {
      throw UnsupportedDatabaseException.readOnly();
    }
  }

  private static void checkMode(Connection connection) throws SQLException {
    // In capitals: with DATABASE_TO_UPPER=FALSE there is no other spelling.
    String mode =
        ask(
            connection,
            "select SETTING_VALUE from INFORMATION_SCHEMA.SETTINGS where SETTING_NAME = 'MODE'");
    if (H2_MODES.stream().noneMatch(mode::equalsIgnoreCase)) {
      throw UnsupportedDatabaseException.mode(mode, H2_MODES);
    }
  }

  /** A text column would take two ids for one. */
  private static void checkCase(Connection connection) throws SQLException {
    if (ask(connection, "select cast('a' as varchar) = cast('A' as varchar)").equals("TRUE")) {
      throw UnsupportedDatabaseException.ignoresCase();
    }
  }

  private static String ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      return answer.next() ? String.valueOf(answer.getString(1)) : "";
    }
  }
}
