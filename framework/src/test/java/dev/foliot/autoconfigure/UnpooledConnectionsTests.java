package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
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

  private record Details(String url, String password) implements JdbcConnectionDetails {
    @Override
    public String getUsername() {
      return "sa";
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
