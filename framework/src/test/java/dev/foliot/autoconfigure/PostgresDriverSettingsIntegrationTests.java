package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.autoconfigure.posting.Posting;
import dev.foliot.testsupport.TestDatabases;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
}
