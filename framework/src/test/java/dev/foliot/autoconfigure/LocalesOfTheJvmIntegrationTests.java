package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.autoconfigure.posting.Posting;
import dev.foliot.testsupport.TestDatabases;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Digits, letters and calendars of the default locale do not get into SQL, JSON or keys. */
class LocalesOfTheJvmIntegrationTests {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ar-EG-u-nu-arab",
        "fa-IR",
        "hi-IN-u-nu-deva",
        "th-TH-u-ca-buddhist-nu-thai",
        "ja-JP-u-ca-japanese",
        "tr-TR",
        "de-CH"
      })
  void everythingWorksIn(String locale) {
    Locale.setDefault(Locale.forLanguageTag(locale));
    DataSource database = TestDatabases.ofSuite();

    posting(database, "always")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              Posting.useEverything(context);
            });
    posting(database, "never").run(context -> assertThat(context).hasNotFailed());
  }

  private static ApplicationContextRunner posting(DataSource database, String initialize) {
    return FoliotRunner.posting()
        .withBean(
            DataSource.class, () -> database, definition -> definition.setDestroyMethodName(""))
        .withPropertyValues(
            "foliot.schema.initialize=" + initialize, "foliot.schema.name=ILLINOIS");
  }
}
