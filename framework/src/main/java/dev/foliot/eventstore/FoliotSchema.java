package dev.foliot.eventstore;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The schema that Foliot's tables are in. All of Foliot's SQL names it, so that nothing depends on
 * the search path of the connection.
 *
 * @param name as the database stores it
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record FoliotSchema(String name) {
  /**
   * Determines the schema in the database.
   *
   * @param name the configured name: the exact name of an existing schema, or a plain identifier in
   *     upper or lower case; null for the current schema of the data source's connections
   * @throws InvalidSchemaNameException if the database would cut the name
   */
  public static FoliotSchema of(DataSource dataSource, @Nullable String name) {
    return new JdbcTemplate(dataSource)
        .execute((ConnectionCallback<FoliotSchema>) connection -> of(connection, name));
  }

  private static FoliotSchema of(Connection connection, @Nullable String name) throws SQLException {
    String found = name == null ? connection.getSchema() : folded(name, connection.getMetaData());
    if (found == null) {
      throw new IllegalStateException(
          "The database connection has no current schema. Name an existing one in foliot.schema.name, or in the search path of the connection.");
    }
    return new FoliotSchema(found);
  }

  private static String folded(String name, DatabaseMetaData database) throws SQLException {
    checkLength(name, database);
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*") || new FoliotSchema(name).isIn(database)) {
      return name;
    }
    if (database.storesUpperCaseIdentifiers()) {
      return name.toUpperCase(Locale.ROOT);
    }
    return database.storesLowerCaseIdentifiers() ? name.toLowerCase(Locale.ROOT) : name;
  }

  private static void checkLength(String name, DatabaseMetaData database) throws SQLException {
    int most = database.getMaxSchemaNameLength(); // 0 if the limit is missing or unknown
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (most > 0 && bytes > most) {
      throw new InvalidSchemaNameException(name, bytes, most, database.getDatabaseProductName());
    }
  }

  /** Whether the database has a schema of exactly this name. */
  boolean isIn(DatabaseMetaData database) throws SQLException {
    try (ResultSet schemas = database.getSchemas()) {
      while (schemas.next()) {
        if (name.equals(schemas.getString("TABLE_SCHEM"))) {
          return true;
        }
      }
      return false;
    }
  }

  /** The name as SQL writes it. */
  public String quoted() {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** One of Foliot's tables as SQL writes it, with its schema. */
  public String table(String table) {
    return quoted() + "." + table;
  }
}
