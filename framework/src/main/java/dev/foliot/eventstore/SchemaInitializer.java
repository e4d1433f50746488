package dev.foliot.eventstore;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.function.SingletonSupplier;

/**
 * Creates the tables of Foliot and of its modules, and checks that none is missing. The tables are
 * those of {@code dev/foliot/schema/*.sql}, the files that migration tools may run instead.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SchemaInitializer {
  private final DataSource dataSource;
  private final List<SchemaScript> scripts;
  private final JdbcTemplate jdbc;
  private final Supplier<FoliotSchema> schema;
  private final Supplier<Dialect> dialect;

  /**
   * @param schema the schema of Foliot's tables; null for the current one of the connections
   */
  public SchemaInitializer(DataSource dataSource, @Nullable String schema) {
    this(dataSource, schema, List.of());
  }

  /**
   * @param schema the schema of Foliot's tables; null for the current one of the connections
   * @param modules the tables of modules, created after Foliot's own
   */
  public SchemaInitializer(
      DataSource dataSource, @Nullable String schema, List<SchemaScript> modules) {
    this.dataSource = dataSource;
    this.scripts = Stream.concat(Stream.of(SchemaScript.FOLIOT), modules.stream()).toList();
    this.jdbc = new JdbcTemplate(dataSource);
    this.schema = SingletonSupplier.of(() -> FoliotSchema.of(dataSource, schema));
    this.dialect = SingletonSupplier.of(() -> Dialect.of(dataSource, this.schema.get()));
  }

  /**
   * Creates the missing schema and tables. It may be called again, and by several nodes at once.
   */
  public void initialize() {
    var transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    transactions.executeWithoutResult(
        transaction -> {
          dialect.get().lockForCreation();
          createMissingSchema(); // unless another node created it before the lock was free
          dialect.get().inSchema(this::runScripts);
        });
  }

  private void createMissingSchema() {
    // Not "if not exists": that needs the right to create schemas, even where there is one.
    FoliotSchema wanted = schema.get();
    if (!ask(wanted::isIn)) {
      jdbc.execute("create schema " + wanted.quoted());
    }
  }

  private void runScripts() {
    ResourceDatabasePopulator all = new ResourceDatabasePopulator();
    all.setSqlScriptEncoding(StandardCharsets.UTF_8.name());
    scripts.forEach(script -> all.addScript(script.file(dialect.get().database())));
    DatabasePopulatorUtils.execute(all, dataSource);
  }

  /**
   * Checks that all tables exist.
   *
   * @throws FoliotSchemaMissingException naming the first one that is missing
   */
  public void verify() {
    FoliotSchema in = schema.get(); // before the next connection is taken
    Set<String> found = ask(database -> tables(database, in));
    scripts.forEach(script -> verify(script, found, in));
  }

  private void verify(SchemaScript script, Set<String> found, FoliotSchema in) {
    String database = dialect.get().database();
    for (String table : script.tables(database)) {
      if (!found.contains(table)) {
        throw new FoliotSchemaMissingException(table, in.name(), script.path(database));
      }
    }
  }

  /** A schema is no pattern here: its name may have wildcards, and escapes differ. */
  private static Set<String> tables(DatabaseMetaData database, FoliotSchema schema)
      throws SQLException {
    String pattern = database.storesUpperCaseIdentifiers() ? "FOLIOT%" : "foliot%";
    Set<String> names = new HashSet<>();
    try (ResultSet tables = database.getTables(null, null, pattern, null)) {
      while (tables.next()) {
        if (schema.name().equals(tables.getString("TABLE_SCHEM"))) {
          names.add(tables.getString("TABLE_NAME").toLowerCase(Locale.ROOT));
        }
      }
    }
    return names;
  }

  /** A question to the database's catalogue. */
  @FunctionalInterface
  private interface Question<T> {
    T of(DatabaseMetaData database) throws SQLException;
  }

  private <T> T ask(Question<T> question) {
    return Objects.requireNonNull(
        jdbc.execute(
            (ConnectionCallback<T>)
                (Connection connection) -> question.of(connection.getMetaData())));
  }
}
