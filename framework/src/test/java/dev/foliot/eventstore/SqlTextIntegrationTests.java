package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.testsupport.TestDatabases;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

class SqlTextIntegrationTests {

  static Stream<DataSource> databases() {
    return TestDatabases.isPostgres()
        ? Stream.of(
            TestDatabases.postgres(),
            TestDatabases.postgres("options=-c%20standard_conforming_strings=off"))
        : Stream.of(TestDatabases.h2(), TestDatabases.h2("MODE=MySQL"));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void quotedTextIsTheText(DataSource database) {
    JdbcTemplate jdbc = new JdbcTemplate(database);
    for (String text : new String[] {"", "it's", "a\\b", "\\'", "\\", "%_\"$1"}) {
      assertThat(jdbc.queryForObject("select " + SqlText.quoted(text), String.class))
          .isEqualTo(text);
    }
  }
}
