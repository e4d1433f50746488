package dev.foliot.test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The connections that a process keeps for itself: when it dies, they are cut. */
final class RememberedConnections extends DelegatingDataSource {
  private final List<Connection> taken = new ArrayList<>();

  RememberedConnections(DataSource target) {
    super(target);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    taken.add(connection);
    return connection;
  }

  void cut() {
    for (Connection connection : taken) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new IllegalStateException("A connection of the simulation cannot be closed", e);
      }
    }
    taken.clear();
  }
}
