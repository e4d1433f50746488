package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.eventstore.FoliotSchemaMissingException;
import dev.foliot.testsupport.TestDatabases;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
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
