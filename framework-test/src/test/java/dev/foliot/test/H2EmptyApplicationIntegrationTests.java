package dev.foliot.test;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.test.nothing.EmptyApplication;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** An application that has nothing of its own. */
class H2EmptyApplicationIntegrationTests {
  private static ConfigurableApplicationContext run(String... properties) {
    return new SpringApplicationBuilder(EmptyApplication.class)
        .web(WebApplicationType.NONE)
        .properties(
            TestLevel.PROPERTY + "=true",
            "foliot.engine.enabled=false",
            "foliot.test.database=h2",
            "spring.sql.init.mode=never")
        .properties(properties)
        .run();
  }

  @Test // R35
  void withNothingSubscribedAssertionsFail() {
    try (var context = run()) {
      Engine engine = Engine.inTestMode(context.getBean(Domain.class));

      assertThatThrownBy(engine::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("nothing is subscribed");
      assertThatThrownBy(() -> assertRebuildEqualsLive(context.getBean(Domain.class)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("the application has no @Projector bean");
    }
  }

  @Test
  void refusesToEmptyADatabaseThatTheConfigurationNames(@TempDir Path directory) {
    String url = "jdbc:h2:file:" + directory.resolve("shop");
    String configured = "spring.datasource.url=" + url;
    String initialize = "foliot.schema.initialize=always";
    try (var context = run(configured, initialize)) {
      CleanSlate slate = context.getBean(CleanSlate.class);

      assertThatThrownBy(() -> slate.wipe(List.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("The tests would delete all rows of " + url)
          .hasMessageContaining("foliot.test.clean=always");
    }
    try (var context = run(configured, initialize, "foliot.test.clean=always")) {
      context.getBean(CleanSlate.class).wipe(List.of());
    }
  }

  @Test
  void refusesToEmptyADatabaseThatTheTestNames(@TempDir Path directory) {
    String url = "jdbc:h2:file:" + directory.resolve("shop");
    try (var context = run("foliot.schema.initialize=always", "spring.datasource.url=" + url)) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "Inlined Test Properties", Map.of("spring.datasource.url", url)));
      CleanSlate slate = context.getBean(CleanSlate.class);

      assertThatThrownBy(() -> slate.wipe(List.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("which the configuration of the application or of the test names");
    }
  }

  /** A data source of the application's own, which no property of Spring names. */
  private static DataSource own(Path directory) {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL(
        "jdbc:h2:file:" + directory.resolve("own") + ";CASE_INSENSITIVE_IDENTIFIERS=FALSE");
    return database;
  }

  @Test
  void refusesToEmptyADataSourceOfTheApplication(@TempDir Path directory) {
    DataSource own = own(directory);
    ConfigurableEnvironment environment = new StandardEnvironment();

    assertThatThrownBy(() -> new OnlyTestDatabases(own, null, environment).check())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "The tests would delete all rows of jdbc:h2:file:" + directory.resolve("own") + ", ");
  }

  @Test
  void refusesToEmptyAnotherDatabaseThanTheComputedOne(@TempDir Path directory) {
    DataSource own = own(directory);
    assertThatThrownBy(
            () -> new OnlyTestDatabases(own, null, computing("jdbc:h2:file:other")).check())
        .hasMessageContaining("The tests would delete all rows of ");

    String url = "jdbc:h2:file:" + directory.resolve("own") + ";MODE=LEGACY";
    new OnlyTestDatabases(own, null, computing(url)).check();
  }

  private static ConfigurableEnvironment computing(String url) {
    ConfigurableEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("Dynamic Test Properties", Map.of("shop.db.url", url)));
    return environment;
  }

  @Test
  void emptiesTheDatabaseOfAContainer(@TempDir Path directory) {
    String url = "jdbc:h2:file:" + directory.resolve("own");
    ConfigurableEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(
            new MapPropertySource("application", Map.of("spring.datasource.url", "jdbc:h2:other")));

    new OnlyTestDatabases(own(directory), ofContainer(url), environment).check();
    assertThatThrownBy(
            () ->
                new OnlyTestDatabases(own(directory), ofContainer("jdbc:h2:other"), environment)
                    .check())
        .hasMessageContaining("The tests would delete all rows of " + url);
  }

  private static JdbcConnectionDetails ofContainer(String url) {
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return "sa";
      }

      @Override
      public String getPassword() {
        return "";
      }

      @Override
      public String getJdbcUrl() {
        return url;
      }
    };
  }
}
