package dev.foliot.test.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

class TestDatabaseIntegrationTests {

  @Test
  void isTheOneOfTheSuite() {
    String suite = System.getProperty("foliot.test.database", "h2");

    try (var context = run()) {
      assertThat(urlOf(context))
          .startsWith(suite.equals("postgres") ? "jdbc:postgresql:" : "jdbc:h2:");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--foliot.test.database=postgres, jdbc:postgresql:",
    "--foliot.test.database=h2 --spring.profiles.active=postgres, jdbc:h2:",
    "--foliot.test.database=h2, jdbc:h2:",
    "--foliot.test.database=Postgres, jdbc:postgresql:",
    "--foliot.test.database=H2 --spring.profiles.active=postgres, jdbc:h2:"
  })
  void isTheOneThatThePropertyNames(String arguments, String url) {
    try (var context = run(arguments.split(" "))) {
      assertThat(urlOf(context)).startsWith(url);
      assertThat(context.getEnvironment().getProperty("spring.sql.init.mode"))
          .isEqualTo(url.contains("postgresql") ? "always" : null);
    }
  }

  @Test
  void isNoOtherOne() {
    assertThatThrownBy(() -> run("--foliot.test.database=postgresql"))
        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
        .hasMessage(
            "Property foliot.test.database with value 'postgresql' is invalid: The databases of tests are h2 and postgres.");
  }

  @Test
  void isFilledAtTheStartUnlessTheApplicationSaysOtherwise() {
    try (var context =
        run("--foliot.test.database=postgres", "--spring.jpa.hibernate.ddl-auto=validate")) {
      var environment = context.getEnvironment();

      assertThat(environment.getProperty("foliot.schema.initialize")).isEqualTo("always");
      assertThat(environment.getProperty("spring.sql.init.mode")).isEqualTo("always");
      assertThat(environment.getProperty("spring.jpa.hibernate.ddl-auto")).isEqualTo("validate");
    }
  }

  @Test
  void isAnotherOneInEachContext() {
    try (var one = run("--foliot.test.database=postgres");
        var other = run("--foliot.test.database=postgres")) {
      assertThat(urlOf(one)).isNotEqualTo(urlOf(other));
    }
  }

  private static ConfigurableApplicationContext run(String... arguments) {
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .run(arguments);
  }

  private static String urlOf(ConfigurableApplicationContext context) {
    ConnectionCallback<String> url = connection -> connection.getMetaData().getURL();
    return context.getBean(JdbcTemplate.class).execute(url);
  }

  @ImportAutoConfiguration({
    PostgresTestAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class
  })
  static class Application {}
}
