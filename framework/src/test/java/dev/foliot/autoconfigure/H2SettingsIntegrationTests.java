package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.autoconfigure.posting.Posting;
import dev.foliot.testsupport.TestDatabases;
import javax.sql.DataSource;
import org.h2.engine.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The compatibility modes of H2, and its spellings of names. */
class H2SettingsIntegrationTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MODE=Regular",
        "MODE=LEGACY",
        "MODE=DB2",
        "MODE=HSQLDB",
        "MODE=MariaDB",
        "MODE=mysql",
        "MODE=PostgreSQL",
        "MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
        "DATABASE_TO_LOWER=TRUE",
        "DATABASE_TO_UPPER=FALSE",
        "CASE_INSENSITIVE_IDENTIFIERS=TRUE",
        "DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
        "NON_KEYWORDS=VALUE;DEFAULT_ESCAPE=",
        "INIT=SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "INIT=CREATE SCHEMA IF NOT EXISTS \"my %'s \"\"App\"\\;SET SCHEMA \"my %'s \"\"App\""
      })
  void everythingWorksWith(String settings) {
    posting(settings)
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              Posting.useEverything(context);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"STRICT", "Derby", "MSSQLServer", "Oracle"})
  void refusesAModeThatDoesNotAcceptTheSql(String mode) {
    posting("MODE=" + mode)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("H2 runs with MODE=" + mode + ", which does not accept Foliot's SQL")
                    .contains("[REGULAR, LEGACY, DB2, HSQLDB, MariaDB, MySQL, PostgreSQL]")
                    .contains("Remove MODE from spring.datasource.url, or name one of them."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"IGNORECASE=TRUE", "INIT=SET COLLATION ENGLISH STRENGTH PRIMARY"})
  void refusesTextsWithoutCase(String settings) {
    posting(settings)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains("the ids a and A would be the same stream")
                    .contains("Remove IGNORECASE and COLLATION from spring.datasource.url"));
  }

  /** A new version of H2 may bring another one: add it above. */
  @Test
  void thereAreNoOtherModes() {
    assertThat(Mode.ModeEnum.values()).hasSize(11);
  }

  private static ApplicationContextRunner posting(String settings) {
    DataSource database = TestDatabases.h2(settings);
    return FoliotRunner.posting()
        .withBean(DataSource.class, () -> database)
        .withPropertyValues("foliot.schema.name=my_app");
  }
}
