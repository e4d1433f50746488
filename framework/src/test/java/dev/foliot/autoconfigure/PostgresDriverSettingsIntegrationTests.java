package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.autoconfigure.posting.Posting;
import dev.foliot.testsupport.TestDatabases;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;

/** The settings of the driver that applications need behind a pooler such as PgBouncer. */
class PostgresDriverSettingsIntegrationTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "preferQueryMode=simple",
        "preferQueryMode=extendedForPrepared",
        "preferQueryMode=extendedCacheEverything",
        "prepareThreshold=0",
        "prepareThreshold=1",
        "prepareThreshold=-1",
        "preparedStatementCacheQueries=0",
        "reWriteBatchedInserts=true",
        "preferQueryMode=simple&reWriteBatchedInserts=true",
        "binaryTransfer=false",
        "stringtype=unspecified",
        "preferQueryMode=simple&stringtype=unspecified",
        "autosave=always",
        "autosave=conservative",
        "defaultRowFetchSize=2",
        "currentSchema=My_App,public",
        "assumeMinServerVersion=15",
        "options=-c%20standard_conforming_strings=off%20-c%20DateStyle=German%20-c%20IntervalStyle=sql_standard",
        "options=-c%20default_transaction_isolation=repeatable%5C%20read",
        "options=-c%20default_transaction_isolation=serializable",
        "options=-c%20statement_timeout=5s%20-c%20lock_timeout=3s%20-c%20idle_in_transaction_session_timeout=4s",
      })
  void everythingWorksWith(String settings) {
    DataSource database = TestDatabases.postgres(settings);

    FoliotRunner.posting()
        .withBean(DataSource.class, () -> database)
        .withPropertyValues("foliot.schema.initialize=always", "foliot.schema.name=my_app")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              Posting.useEverything(context);
            });
  }

  @Test
  void everythingWorksOnConnectionsThatCommitNothingByThemselves() {
    HikariConfig settings = new HikariConfig();
    ((HikariDataSource) TestDatabases.postgres()).copyStateTo(settings);
    settings.setAutoCommit(false);
    DataSource database = new HikariDataSource(settings);

    FoliotRunner.posting()
        .withBean(DataSource.class, () -> database)
        .withPropertyValues("foliot.schema.initialize=always", "foliot.schema.name=my_app")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              Posting.useEverything(context);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"always", "never"})
  void refusesReadOnlyTransactions(String initialize) {
    DataSource database = TestDatabases.postgres();
    posting(database, "always").run(context -> assertThat(context).hasNotFailed());
    String name =
        new JdbcTemplate(database).queryForObject("select current_database()", String.class);
    new JdbcTemplate(database)
        .execute("alter database " + name + " set default_transaction_read_only = on");
    ((HikariDataSource) database).getHikariPoolMXBean().softEvictConnections();

    posting(database, initialize)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("nothing can be stored. Remove default_transaction_read_only from"));
  }

  private static ApplicationContextRunner posting(DataSource database, String initialize) {
    return FoliotRunner.posting()
        .withBean(
            DataSource.class, () -> database, definition -> definition.setDestroyMethodName(""))
        .withPropertyValues("foliot.schema.initialize=" + initialize);
  }
}
