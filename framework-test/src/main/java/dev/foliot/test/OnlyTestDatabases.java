package dev.foliot.test;

import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;

/**
 * Refuses to empty a database that a configuration names: it may be the one that a developer works
 * with. A database in memory, of a container, or with a computed URL (a dynamic property) may be
 * emptied.
 */
final class OnlyTestDatabases {
  private static final String URL = "spring.datasource.url";
  private static final String OF_THE_JVM = "Dynamic Test Properties";
  private static final String CLEAN = "foliot.test.clean";

  private final DataSource dataSource;
  private final @Nullable JdbcConnectionDetails connection;
  private final ConfigurableEnvironment environment;
  private boolean checked;

  OnlyTestDatabases(
      DataSource dataSource,
      @Nullable JdbcConnectionDetails connection,
      ConfigurableEnvironment environment) {
    this.dataSource = dataSource;
    this.connection = connection;
    this.environment = environment;
  }

  /**
   * @throws IllegalStateException if the database may hold data that is still needed
   */
  void check() {
    if (!checked) {
      String url = environment.getProperty(URL);
      if (url != null && isMeant(url) && !isForTests(url)) {
        throw new IllegalStateException(
            "The tests would delete all rows of %s, which the configuration of the application or of the test names. Let the tests have a database of their own (foliot.test.database=postgres gives one, or H2 in memory), or set %s=always if this one is for tests."
                .formatted(url, CLEAN));
      }
      checked = true;
    }
  }

  private boolean isMeant(String url) {
    return connection == null || connection.getJdbcUrl().equals(url);
  }

  private boolean isForTests(String url) {
    return url.startsWith("jdbc:tc:")
        || "always".equalsIgnoreCase(environment.getProperty(CLEAN))
        || sourceOfUrl().map(source -> source.equals(OF_THE_JVM)).orElse(false)
        || EmbeddedDatabaseConnection.isEmbedded(dataSource);
  }

  /** A URL in an annotation may name any database. A computed URL belongs to this run. */
  private Optional<String> sourceOfUrl() {
    return environment.getPropertySources().stream()
        .filter(source -> !source.getName().equals("configurationProperties"))
        .filter(source -> source.containsProperty(URL))
        .map(PropertySource::getName)
        .map(String.class::cast)
        .findFirst();
  }
}
