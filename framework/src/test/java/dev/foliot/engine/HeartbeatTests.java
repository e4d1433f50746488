package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.time.MicrosecondClock;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

class HeartbeatTests {
  /** Its connections can neither be used nor closed. */
  private static final class BrokenDatabase extends AbstractDataSource {
    @Override
    public Connection getConnection() {
      return (Connection)
          Proxy.newProxyInstance(
              HeartbeatTests.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "prepareStatement" -> throw new SQLException("the lease cannot be read");
                    case "close" -> throw new IllegalStateException("the pool is broken");
                    case "getAutoCommit" -> true;
                    case "isClosed", "isReadOnly" -> false;
                    case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
                    default -> null;
                  });
    }

    @Override
    public Connection getConnection(String username, String password) {
      return getConnection();
    }
  }

  private final Heartbeat heartbeat =
      new Heartbeat(
          new FoliotSchema("public"),
          new LocalNode(
              "node",
              new BrokenDatabase(),
              LeaseClock.OF_DATABASE,
              new MicrosecondClock(Clock.systemUTC()),
              () -> 0,
              Thread::new),
          Duration.ofSeconds(10),
          Set.of());

  @Test
  void failureOfAStepIsNotHiddenByTheClose() {
    assertThatThrownBy(heartbeat::step).hasStackTraceContaining("the lease cannot be read");
  }

  @Test
  void failureOfTheEndIsNotHiddenByTheClose() {
    assertThatThrownBy(heartbeat::leave).hasStackTraceContaining("the lease cannot be read");
  }
}
