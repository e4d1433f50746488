package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** R28: the heartbeat needs no connection of the pool, where it can do without. */
class UnpooledConnectionsTests {
  private static final String URL = "jdbc:h2:mem:unpooled;DB_CLOSE_DELAY=-1";
  private static final String BROKEN = URL + ";NO_SUCH_SETTING=1";

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
    assertUsesPool(new UnpooledConnections(pool, new Details(BROKEN, "secret")));
  }

  // as while the database starts
  @Test
  void connectsByItselfOnceItCan() throws SQLException {
    var details = new Changing(BROKEN);
    var connections = new UnpooledConnections(pool, details);
    assertUsesPool(connections);
    details.url = URL;

    try (Connection own = connections.getConnection()) {
      assertThat(own.isValid(1)).isTrue();
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  // The pool may be exhausted, and its patience is longer than a lease
  @Test
  void waitsForNoPoolOnceItHasConnected() throws SQLException {
    var details = new Changing(URL);
    var connections = new UnpooledConnections(pool, details);
    connections.getConnection().close();
    details.url = BROKEN;

    assertThatThrownBy(connections::getConnection).hasMessageContaining("NO_SUCH_SETTING");
  }

  @Test
  void usesThePoolIfItsLoginIsRefused() throws SQLException {
    var connections = new UnpooledConnections(pool, new Details(URL, "secret"));
    pool.getConnection().close(); // is kept
    connections.getConnection().close();
    pool.getHikariConfigMXBean().setPassword("wrong");

    assertUsesPool(connections);
  }

  @Test
  void logsInWithCurrentCredentialsOfThePool() throws SQLException {
    var connections =
        new UnpooledConnections(new DelegatingDataSource(pool), new Details(URL, "secret"));
    try (Connection administrator = connections.getConnection();
        Statement statement = administrator.createStatement()) {
      statement.execute("create user if not exists rotated password 'new' admin");
    }
    pool.getHikariConfigMXBean().setUsername("rotated");
    pool.getHikariConfigMXBean().setPassword("new");

    try (Connection own = connections.getConnection()) {
      assertThat(own.getMetaData().getUserName()).isEqualTo("ROTATED");
      assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
  }

  @Test
  void logsInWithTheProviderOfThePool() throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setCredentialsProvider(() -> Credentials.of("sa", "secret"));
    try (var provided = new HikariDataSource(config)) {
      var connections = new UnpooledConnections(provided, new Details(URL, "old", "old"));

      try (Connection own = connections.getConnection()) {
        assertThat(own.isValid(1)).isTrue();
        assertThat(provided.getHikariPoolMXBean().getActiveConnections()).isZero();
      }
    }
  }

  @Test
  void usesThePoolIfItsProviderFails() throws SQLException {
    var fails = new AtomicBoolean();
    var config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setCredentialsProvider(
        () -> {
          if (fails.get()) {
            throw new IllegalStateException("The vault is sealed");
          }
          return Credentials.of("sa", "secret");
        });
    try (var provided = new HikariDataSource(config)) {
      var connections = new UnpooledConnections(provided, new Details(URL, null, null));
      connections.getConnection().close();
      fails.set(true);

      try (Connection borrowed = connections.getConnection()) {
        assertThat(borrowed.isValid(1)).isTrue();
        assertThat(provided.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
      }
    }
  }

  @Test
  void executesInitSqlOfThePool() throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setUsername("sa");
    config.setPassword("secret");
    config.setConnectionInitSql("create schema if not exists app; set schema app");
    try (var initialized = new HikariDataSource(config)) {
      var connections = new UnpooledConnections(initialized, new Details(URL, "secret"));

      try (Connection own = connections.getConnection()) {
        assertThat(own.getSchema()).isEqualTo("APP");
        assertThat(initialized.getHikariPoolMXBean().getActiveConnections()).isZero();
      }
    }
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
  void poolsTimeoutsGoBeforeThoseOfFoliot() throws SQLException {
    pool.getDataSourceProperties().setProperty("socketTimeout", "7");

    assertThat(DriverSettings.of(pool, "jdbc:postgresql://db/shop"))
        .containsEntry("socketTimeout", "7")
        .containsEntry("connectTimeout", "30");
    assertThat(DriverSettings.of(pool, URL)).containsOnlyKeys("socketTimeout", "user", "password");
  }

  @Test
  void settingsOfOtherDataSourceClassAreNotTheDrivers() throws SQLException {
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

  /** With a URL that works, or does not. */
  private static final class Changing implements JdbcConnectionDetails {
    private String url;

    Changing(String url) {
      this.url = url;
    }

    @Override
    public String getUsername() {
      return "sa";
    }

    @Override
    public String getPassword() {
      return "secret";
    }

    @Override
    public String getJdbcUrl() {
      return url;
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
