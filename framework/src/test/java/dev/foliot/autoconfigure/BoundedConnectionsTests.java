package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** R28: no connection takes longer than the lease, and none waits for another one. */
class BoundedConnectionsTests {
  private final SilentDatabase database = new SilentDatabase();

  @AfterEach
  void answer() {
    database.answers.countDown();
  }

  @Test
  void gapInTheNetworkEndsWithTheLimit() {
    database.silent.set(true);

    assertThatThrownBy(connections(Duration.ofMillis(50))::getConnection)
        .isInstanceOf(SQLTimeoutException.class)
        .hasMessage(
            "The database did not answer an attempt to connect within PT0.05S (foliot.engine.lease). The network to it, or a proxy in between, may accept connections and be silent.");
  }

  @Test
  void hangingAttemptHoldsUpNoOther() throws SQLException {
    hang(connections(Duration.ofMillis(50)));
    database.silent.set(false);

    try (Connection connection = connections(Duration.ofMinutes(1)).getConnection()) {
      assertThat(connection.isValid(1)).isTrue();
    }
    assertThat(database.answers.getCount()).as("the first attempt still hangs").isOne();
  }

  private void hang(BoundedConnections connections) {
    database.silent.set(true);
    while (database.asked.get() == 0) { // the thread of an attempt may begin too late
      assertThatThrownBy(connections::getConnection).isInstanceOf(SQLTimeoutException.class);
    }
  }

  @Test
  void connectionThatComesTooLateIsClosed() {
    hang(connections(Duration.ofMillis(50)));

    database.answers.countDown();

    await().until(() -> database.opened.size() == database.asked.get());
    for (Connection late : database.opened) {
      await().until(late::isClosed);
    }
  }

  @Test
  void attemptsThatHangAreFew() {
    BoundedConnections connections = connections(Duration.ofMillis(10));
    database.silent.set(true);
    // An attempt that is given up before its thread has begun does not hang.
    String refusal =
        Stream.generate(
                () -> catchThrowableOfType(SQLTimeoutException.class, connections::getConnection))
            .map(Throwable::getMessage)
            .limit(5_000)
            .filter(text -> !text.contains("did not answer"))
            .findFirst()
            .orElseThrow();

    assertThat(refusal)
        .startsWith(
            "The database was not asked for another connection: 32 attempts to connect still wait for an answer.");
    assertThat(database.asked).hasValueLessThanOrEqualTo(32);
  }

  @Test
  void connectionOfAPoolIsGivenBackAsItWas() throws SQLException {
    AtomicInteger timeout = new AtomicInteger(7);
    database.timeout.set(timeout);

    try (Connection connection = connections(Duration.ofSeconds(10)).getConnection()) {
      assertThat(connection.isValid(1)).isTrue();
      assertThat(timeout).hasValue(10_000);
    }

    assertThat(timeout).hasValue(7);
  }

  @Test
  void refusalComesAsItIs() {
    database.refuses.set(true);

    assertThatThrownBy(connections(Duration.ofMinutes(1))::getConnection)
        .isInstanceOf(SQLException.class)
        .hasMessage("refused");
  }

  private BoundedConnections connections(Duration limit) {
    return new BoundedConnections(
        database,
        limit,
        work -> {
          Thread thread = new Thread(work, "connects");
          thread.setDaemon(true);
          return thread;
        });
  }

  private static final class SilentDatabase extends DriverManagerDataSource {
    private final AtomicBoolean silent = new AtomicBoolean();
    private final AtomicBoolean refuses = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final List<Connection> opened = new CopyOnWriteArrayList<>();
    private final AtomicReference<AtomicInteger> timeout = new AtomicReference<>();

    SilentDatabase() {
      super("jdbc:h2:mem:bounded", "sa", "");
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (refuses.get()) {
        throw new SQLException("refused");
      }
      if (silent.get()) {
        asked.incrementAndGet();
        try {
          answers.await();
        } catch (InterruptedException e) {
          throw new SQLException(e);
        }
      }
      Connection connection = super.getConnection();
      opened.add(connection);
      return timeout.get() == null ? connection : withTimeout(connection, timeout.get());
    }

    /** H2 has no limit of the network. */
    private static Connection withTimeout(Connection connection, AtomicInteger timeout) {
      return (Connection)
          Proxy.newProxyInstance(
              BoundedConnectionsTests.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getNetworkTimeout" -> timeout.get();
                    case "setNetworkTimeout" -> {
                      timeout.set((int) arguments[1]);
                      yield null;
                    }
                    default -> method.invoke(connection, arguments);
                  });
    }
  }
}
