package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** R28: the heartbeat needs no connection of the pool, where it can do without. */
class UnpooledConnectionsTests {
  private static final String URL = "jdbc:h2:mem:unpooled;DB_CLOSE_DELAY=-1";

  private final HikariDataSource pool = pool();

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void connectsPastAnExhaustedPool() throws SQLException {
    var connections = new UnpooledConnections(pool, new Details(URL, "secret"));
    connections.getConnection().close();

    try (Connection all = pool.getConnection();
        Connection own = connections.getConnection()) {
      assertThat(all.isValid(1)).isTrue();
      assertThat(own.getMetaData().getURL()).isEqualTo("jdbc:h2:mem:unpooled");
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
    }
  }

  @Test
  void usesThePoolWithoutDetails() throws SQLException {
    assertUsesPool(new UnpooledConnections(pool, null));
  }

  @Test
  void usesThePoolIfTheDetailsAreOfAnotherDatabase() throws SQLException {
    assertUsesPool(new UnpooledConnections(pool, new Details("jdbc:h2:mem:other", "secret")));
  }

  @Test
  void usesThePoolIfTheDetailsDoNotConnect() throws SQLException {
    assertUsesPool(new UnpooledConnections(pool, new Details(URL, "wrong")));
  }

  // as while the database starts
  @Test
  void connectsByItselfOnceItCan() throws SQLException {
    var passwords = new ArrayDeque<>(List.of("wrong", "secret"));
    var connections = new UnpooledConnections(pool, new Changing(passwords));
    assertUsesPool(connections);

    try (Connection own = connections.getConnection()) {
      assertThat(own.isValid(1)).isTrue();
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  // The pool may be exhausted, and its patience is longer than a lease
  @Test
  void waitsForNoPoolOnceItHasConnected() throws SQLException {
    var passwords = new ArrayDeque<>(List.of("secret", "wrong", "secret"));
    var connections = new UnpooledConnections(pool, new Changing(passwords));
    connections.getConnection().close();

    assertThatThrownBy(connections::getConnection).hasMessageContaining("user name or password");
    connections.getConnection().close();

    assertThat(passwords).isEmpty();
  }

  @Test
  void connectsWithoutUserNameAsThePoolDoes() throws SQLException {
    String url = "jdbc:h2:mem:anonymous;DB_CLOSE_DELAY=-1";
    var config = new HikariConfig();
    config.setJdbcUrl(url);
    try (var anonymous = new HikariDataSource(config)) {
      var connections = new UnpooledConnections(anonymous, new Details(url, null, null));

      try (Connection own = connections.getConnection()) {
        assertThat(own.getMetaData().getUserName()).isEmpty();
        assertThat(anonymous.getHikariPoolMXBean().getActiveConnections()).isZero();
      }
    }
  }

  @Test
  void connectsWithDriverSettingsOfThePool() throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.addDataSourceProperty("user", "sa");
    config.addDataSourceProperty("password", "secret");
    try (var inSettings = new HikariDataSource(config)) {
      var connections = new UnpooledConnections(inSettings, new Details(URL, null, null));

      try (Connection own = connections.getConnection()) {
        assertThat(own.isValid(1)).isTrue();
        assertThat(inSettings.getHikariPoolMXBean().getActiveConnections()).isZero();
      }
    }
  }

  @Test
  void poolsTimeoutsGoBeforeThoseOfFoliot() {
    pool.getDataSourceProperties().setProperty("socketTimeout", "7");

    assertThat(DriverSettings.of(pool, "jdbc:postgresql://db/shop"))
        .containsEntry("socketTimeout", "7")
        .containsEntry("connectTimeout", "30");
    assertThat(DriverSettings.of(pool, URL)).containsOnlyKeys("socketTimeout");
  }

  @Test
  void settingsOfOtherDataSourceClassAreNotTheDrivers() {
    var config = new HikariConfig();
    config.setDataSourceClassName("org.h2.jdbcx.JdbcDataSource");
    config.addDataSourceProperty("url", URL);
    config.addDataSourceProperty("user", "sa");
    config.addDataSourceProperty("password", "secret");
    try (var other = new HikariDataSource(config)) {
      assertThat(DriverSettings.of(other, URL)).isEmpty();
    }
  }

  private void assertUsesPool(UnpooledConnections connections) throws SQLException {
    try (Connection connection = connections.getConnection()) {
      assertThat(connection.isValid(1)).isTrue();
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
    }
  }

  private static HikariDataSource pool() {
    var config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setUsername("sa");
    config.setPassword("secret");
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(250);
    return new HikariDataSource(config);
  }

  /** Each connection is asked for with the next password. */
  private record Changing(Queue<String> passwords) implements JdbcConnectionDetails {
    @Override
    public String getUsername() {
      return "sa";
    }

    @Override
    public String getPassword() {
      return passwords.remove();
    }

    @Override
    public String getJdbcUrl() {
      return URL;
    }
  }

  private record Details(String url, String user, String password)
      implements JdbcConnectionDetails {
    Details(String url, String password) {
      this(url, "sa", password);
    }

    @Override
    public String getUsername() {
      return user;
    }

    @Override
    public String getPassword() {
      return password;
    }

    @Override
    public String getJdbcUrl() {
      return url;
    }
  }
}
