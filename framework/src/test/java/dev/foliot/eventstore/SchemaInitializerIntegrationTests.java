package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.message.MessageJson;
import dev.foliot.testsupport.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class SchemaInitializerIntegrationTests {
  private static final SchemaScript MODULE = new SchemaScript("module");

  private DataSource database;
  private JdbcTemplate jdbc;

  @BeforeEach
  void create() {
    database = TestDatabases.ofSuite();
    jdbc = new JdbcTemplate(database);
  }

  @Test
  void createsItsTablesInTheCurrentSchema() {
    new SchemaInitializer(database, null).initialize();

    assertThat(jdbc.queryForObject("select count(*) from foliot_message", Long.class)).isZero();
    assertThatCode(() -> new SchemaInitializer(database, null).verify()).doesNotThrowAnyException();
  }

  @Test
  void createsTheSchemaThatIsNamedAndChangesNothingElse() {
    String before = jdbc.queryForObject("select current_schema", String.class);

    new SchemaInitializer(database, "Order").initialize(); // a reserved word

    EventStore store = new EventStore(database, "order", new MessageJson(TestLog.TYPES));
    assertThat(store.head()).isZero();
    assertThat(jdbc.queryForObject("select current_schema", String.class)).isEqualTo(before);
    assertThatExceptionOfType(FoliotSchemaMissingException.class)
        .isThrownBy(() -> new SchemaInitializer(database, null).verify());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my_app",
        "my%app",
        "my\\app",
        "my\"app",
        "my'app",
        "my app",
        "My_App",
        "my-app.v2",
        "größe"
      })
  void takesNamesWithWildcardsAndQuotes(String name) {
    new SchemaInitializer(database, "myXapp").initialize(); // wildcards would match it, too

    new SchemaInitializer(database, name).initialize();
    new SchemaInitializer(database, name).verify();

    TestLog log = new TestLog(database, name);
    log.append(log.event("a", 1));
    assertThat(log.store.head()).isEqualTo(1);
    assertThat(new EventStore(database, "myXapp", new MessageJson(TestLog.TYPES)).head()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"my_app", "My%App", "MY_APP"})
  void takesTheCurrentSchemaAsItIsSpelt(String name) {
    jdbc.execute("create schema \"%s\"".formatted(name));
    jdbc.execute("create schema \"%s\"".formatted(name.replaceAll("[_%]", "X")));
    DataSource inSchema = new InSchema(database, name);

    new SchemaInitializer(inSchema, null).initialize();

    assertThatCode(() -> new SchemaInitializer(inSchema, null).verify()).doesNotThrowAnyException();
    assertThat(FoliotSchema.of(inSchema, null).name()).isEqualTo(name);
  }

  @Test
  void tablesOfASchemaThatAWildcardMatchesAreNotItsOwn() {
    new SchemaInitializer(database, "myXapp").initialize();
    jdbc.execute("create schema my_app");

    assertThatExceptionOfType(FoliotSchemaMissingException.class)
        .isThrownBy(() -> new SchemaInitializer(database, "my_app").verify());
  }

  @Test
  void prefersTheSchemaThatIsSpeltTheSame() {
    jdbc.execute("create schema \"Mixed\"");

    assertThat(FoliotSchema.of(database, "Mixed").name()).isEqualTo("Mixed");
    assertThat(FoliotSchema.of(database, "mixed").name()).isNotEqualTo("Mixed");
  }

  /** Connections whose current schema is another one. */
  private static final class InSchema extends DelegatingDataSource {
    private final String schema;

    InSchema(DataSource database, String schema) {
      super(database);
      this.schema = schema;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = super.getConnection();
      connection.setSchema(schema);
      return connection;
    }
  }

  @Test
  void mayRunAgain() {
    SchemaInitializer initializer = new SchemaInitializer(database, "foliot");
    initializer.initialize();

    assertThatCode(initializer::initialize).doesNotThrowAnyException();
  }

  @Test
  void severalNodesMayStartAtOnce() {
    int nodes = 6;
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    CyclicBarrier start = new CyclicBarrier(nodes);

    List<Future<Integer>> started =
        IntStream.range(0, nodes)
            .mapToObj(
                node ->
                    threads.submit(
                        () -> {
                          start.await();
                          new SchemaInitializer(database, "foliot").initialize();
                          return node;
                        }))
            .toList();

    assertThat(started).allSatisfy(node -> assertThat(Writer.await(node)).isNotNull());
    threads.shutdown();
  }

  @Test
  void namesTheTableThatIsMissing() {
    SchemaInitializer initializer = new SchemaInitializer(database, "foliot");
    initializer.initialize();
    String schema = FoliotSchema.of(database, "foliot").name();
    jdbc.execute("drop table foliot.foliot_held");

    var missing = catchThrowableOfType(FoliotSchemaMissingException.class, initializer::verify);

    assertThat(missing)
        .hasMessageStartingWith(
            "Table foliot_held is missing in schema %s. Set foliot.schema.initialize=always to have Foliot create its tables, or run dev/foliot/schema/foliot-"
                .formatted(schema))
        .hasMessageEndingWith("name it in foliot.schema.name.");
    assertThat(missing.table()).isEqualTo("foliot_held");
    assertThat(missing.schema()).isEqualTo(schema);
  }

  @Test
  void createsTheTablesOfModules() {
    new SchemaInitializer(database, "foliot").initialize();
    var withModule = new SchemaInitializer(database, "foliot", List.of(MODULE));

    withModule.initialize();
    withModule.verify();

    assertThat(jdbc.queryForObject("select count(*) from foliot.foliot_module_part", Long.class))
        .isZero();
  }

  @Test
  void namesTheScriptOfTheModuleWhoseTableIsMissing() {
    var withModule = new SchemaInitializer(database, null, List.of(MODULE));
    withModule.initialize();
    jdbc.execute("drop table foliot_module_part");

    assertThatExceptionOfType(FoliotSchemaMissingException.class)
        .isThrownBy(withModule::verify)
        .withMessageContaining("Table foliot_module_part is missing")
        .withMessageContaining("or run dev/foliot/schema/module-");
  }
}
