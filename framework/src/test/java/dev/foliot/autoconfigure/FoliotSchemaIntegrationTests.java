package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.autoconfigure.posting.Posting;
import dev.foliot.eventstore.FoliotSchemaMissingException;
import dev.foliot.testsupport.TestDatabases;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The keys {@code foliot.schema.*}, on both databases. */
class FoliotSchemaIntegrationTests {
  /** Not closed with the first application. */
  private final DataSource database = new DelegatingDataSource(TestDatabases.ofSuite());

  private final ApplicationContextRunner billing =
      FoliotRunner.billing().withBean(DataSource.class, () -> database);

  @Test
  void neverRefusesTheStartWithoutTables() {
    billing
        .withPropertyValues("foliot.schema.initialize=never")
        .run(
            context -> {
              assertThat(FoliotRunner.textOf(context))
                  .containsIgnoringCase("Table foliot_message is missing in schema public")
                  .contains("run dev/foliot/schema/foliot-")
                  .contains("Let Foliot create its tables with foliot.schema.initialize=always");
              assertThat(FoliotRunner.analysis(context).getCause())
                  .isInstanceOf(FoliotSchemaMissingException.class);
            });
  }

  @Test
  void neverTakesTheTablesThatAreThere() {
    billing
        .withPropertyValues("foliot.schema.initialize=always")
        .run(context -> assertThat(context).hasNotFailed());
    billing.withPropertyValues("foliot.schema.initialize=never").run(this::works);
  }

  @Test
  void alwaysMayCreateTwice() {
    ApplicationContextRunner always = billing.withPropertyValues("foliot.schema.initialize=always");

    always.run(context -> assertThat(context).hasNotFailed());

    always.run(this::works);
  }

  @Test
  void embeddedDependsOnTheDatabase() {
    boolean embedded = System.getProperty("foliot.test.database", "h2").equals("h2");

    billing
        .withPropertyValues("foliot.schema.initialize=embedded")
        .run(context -> assertThat(context.getStartupFailure() == null).isEqualTo(embedded));
  }

  @Test
  void nameCreatesAndUsesASchema() {
    billing
        .withPropertyValues("foliot.schema.initialize=always", "foliot.schema.name=events")
        .run(
            context -> {
              works(context);
              assertThat(schemaOfTheLog()).isEqualToIgnoringCase("events");
            });
  }

  @Test
  void refusesANameThatTheDatabaseWouldCut() {
    assumeThat(TestDatabases.isPostgres()).isTrue();
    String long64 = "a".repeat(62) + "é";

    billing
        .withPropertyValues("foliot.schema.initialize=always", "foliot.schema.name=" + long64)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("The schema name " + long64 + " has 64 bytes")
                    .contains("PostgreSQL stores at most 63")
                    .contains("Correct foliot.schema.name"));
  }

  @Test
  void oneConnectionIsEnough() {
    ApplicationContextRunner posting =
        oneConnection((HikariDataSource) TestDatabases.ofSuite())
            .withPropertyValues("foliot.schema.initialize=always");
    posting.run(context -> assertThat(context).hasNotFailed());

    posting
        .withPropertyValues("foliot.schema.initialize=never")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              Posting.useEverything(context);
            });
  }

  /** The heartbeat has a connection of its own. */
  @ParameterizedTest
  @EnumSource
  void oneConnectionIsEnoughToStartTheEngine(FoliotProperties.EventProcessing processing) {
    oneConnection((HikariDataSource) TestDatabases.ofSuite())
        .withPropertyValues(
            "foliot.schema.initialize=always",
            "foliot.engine.enabled=true",
            "foliot.engine.notifications=true",
            "foliot.event-processing=" + processing)
        .run(context -> assertThat(context).hasNotFailed());
  }

  private static ApplicationContextRunner oneConnection(HikariDataSource database) {
    return FoliotRunner.posting()
        .withPropertyValues(
            "spring.datasource.url=" + database.getJdbcUrl(),
            "spring.datasource.username=" + database.getUsername(),
            "spring.datasource.password=" + (TestDatabases.isPostgres() ? "postgres" : ""),
            "spring.datasource.hikari.maximum-pool-size=1",
            "spring.datasource.hikari.connection-timeout=20000");
  }

  private void works(AssertableApplicationContext context) {
    Domain domain = context.getBean(Domain.class);
    domain.process(new Billing.OpenAccount("a"));
    domain.process(new Billing.Deposit("a", 5));

    Engine.inTestMode(domain).run();

    assertThat(context.getBean(Billing.Ledger.class).lines()).containsExactly("a 5");
  }

  private String schemaOfTheLog() {
    return new JdbcTemplate(database)
        .queryForObject(
            "select table_schema from information_schema.tables where lower(table_name) = 'foliot_message'",
            String.class);
  }
}
