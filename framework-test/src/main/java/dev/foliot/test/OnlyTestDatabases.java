package dev.foliot.test;

import java.sql.DatabaseMetaData;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Refuses to empty a database that a configuration names, or a data source of the application's
 * own: it may be the one that a developer works with. A database in memory, of a container, or with
 * a computed URL (a dynamic property) may be emptied.
 */
final class OnlyTestDatabases {
  private static final String URL = "spring.datasource.url";
  private static final String OF_THE_JVM = "Dynamic Test Properties";
  private static final String CLEAN = "foliot.test.clean";
  private static final String CONTAINER = "jdbc:tc:";

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
      if (!isAllowed() && !isOfTests(connectedUrl())) {
        throw new IllegalStateException(
            "The tests would delete all rows of %s, which the configuration of the application or of the test names. Give the tests their own database: set foliot.test.database=postgres, or use H2 in memory. If this database is for tests, set %s=always."
                .formatted(connectedUrl(), CLEAN));
      }
      checked = true;
    }
  }

  private boolean isAllowed() {
    return "always".equalsIgnoreCase(environment.getProperty(CLEAN))
        || configuredUrl().startsWith(CONTAINER)
        || EmbeddedDatabaseConnection.isEmbedded(dataSource);
  }

  private String configuredUrl() {
    return connection != null ? connection.getJdbcUrl() : environment.getProperty(URL, "");
  }

  /** The URL of a container, or a computed one: it belongs to this run. */
  private boolean isOfTests(String url) {
    return Stream.concat(ofContainer(), computed())
        .map(OnlyTestDatabases::bare)
        .anyMatch(url::equals);
  }

  private Stream<String> ofContainer() {
    return Stream.ofNullable(connection)
        .map(JdbcConnectionDetails::getJdbcUrl)
        .filter(url -> !url.equals(environment.getProperty(URL)));
  }

  private Stream<String> computed() {
    return environment.getPropertySources().get(OF_THE_JVM)
            instanceof EnumerablePropertySource<?> of
        ? Stream.of(of.getPropertyNames())
            .filter(name -> name.toLowerCase(Locale.ROOT).endsWith("url"))
            .map(of::getProperty)
            .filter(Objects::nonNull)
            .map(String::valueOf)
        : Stream.empty();
  }

  /** The URL of the connections, whatever the configuration says. */
  private String connectedUrl() {
    try {
      return bare(JdbcUtils.extractDatabaseMetaData(dataSource, DatabaseMetaData::getURL));
    } catch (MetaDataAccessException e) {
      throw new IllegalStateException("The test cannot read the URL of its database", e);
    }
  }

  /** Without parameters. */
  private static String bare(String url) {
    return url.split("[?;]", 2)[0];
  }
}
