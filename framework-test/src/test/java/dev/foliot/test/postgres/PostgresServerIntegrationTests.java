package dev.foliot.test.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class PostgresServerIntegrationTests {

  private final PostgresServer server = PostgresServer.shared();

  @Test
  void runsOnceInAJvm() {
    assertThat(PostgresServer.shared()).isSameAs(server);
  }

  @Test
  void givesADatabaseToEachCaller() {
    JdbcTemplate one = connect(server.newDatabase());
    JdbcTemplate other = connect(server.newDatabase());

    one.execute("create table t (id int)");
    other.execute("create table t (id int)");

    assertThat(other.queryForObject("select version()", String.class)).startsWith("PostgreSQL");
  }

  @Test
  void refusesAUrlThatIsNotJdbc() {
    var environment = Map.of("FOLIOT_TEST_POSTGRES_URL", "postgres://localhost/db");

    assertThatThrownBy(() -> PostgresSource.choose(environment))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "FOLIOT_TEST_POSTGRES_URL is \"postgres://localhost/db\", expected a JDBC URL such as"
                + " jdbc:postgresql://localhost:5432/postgres.");
  }

  @Test
  void dropsDatabasesOnAServerThatGoesOn() {
    PostgresDatabase host = server.newDatabase();
    PostgresServer given =
        PostgresServer.of(
            PostgresSource.choose(
                Map.of(
                    "FOLIOT_TEST_POSTGRES_URL", host.jdbcUrl() + "?ApplicationName=given",
                    "FOLIOT_TEST_POSTGRES_USERNAME", host.username(),
                    "FOLIOT_TEST_POSTGRES_PASSWORD", host.password())));
    PostgresDatabase database = given.newDatabase();
    String name = connect(database).queryForObject("select current_database()", String.class);

    database.close();

    assertThat(database.jdbcUrl()).endsWith(name + "?ApplicationName=given");
    assertThat(connect(host).queryForList("select datname from pg_database", String.class))
        .isNotEmpty()
        .doesNotContain(name);
  }

  private static JdbcTemplate connect(PostgresDatabase database) {
    return new JdbcTemplate(
        new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password()));
  }
}
