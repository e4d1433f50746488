package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.unitofwork.Transactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** R30: what nodes tell each other through PostgreSQL. */
class PostgresSignalsIntegrationTests {
  private static final HikariDataSource POOL = (HikariDataSource) TestDatabases.postgres();
  private static final DataSource UNPOOLED =
      new DriverManagerDataSource(POOL.getJdbcUrl(), "postgres", "postgres");
  private static final ThreadFactory THREADS =
      work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
      };

  private static int tests;

  private final JdbcTemplate jdbc = new JdbcTemplate(POOL);
  private final List<ListenUntilStopped> listening = new ArrayList<>();
  private FoliotSchema schema;

  @BeforeEach
  void createSchema() {
    schema = schema("app" + ++tests); // a signal of an earlier test may be late
  }

  @AfterEach
  void stopListening() {
    listening.forEach(ListenUntilStopped::stop);
  }

  /** In which the nodes "a" and "b" live. */
  private FoliotSchema schema(String name) {
    new SchemaInitializer(POOL, name).initialize();
    FoliotSchema created = new FoliotSchema(name);
    jdbc.update("delete from " + created.table("foliot_node"));
    for (String node : List.of("a", "b")) {
      jdbc.update(
          "insert into %s (node, started_at, lease_until) values (?, now(), now() + interval '1 hour')"
              .formatted(created.table("foliot_node")),
          node);
    }
    return created;
  }

  private SendNotifications tells(String node) {
    Transactions transactions = new Transactions(new JdbcTransactionManager(POOL));
    return new SendNotifications(
        transactions, JdbcClient.create(POOL), schema, node, System::nanoTime, THREADS);
  }

  /** Begins with the two signals that everybody hears who has just connected. */
  private ConcurrentLinkedQueue<Signal> hears(String node) {
    ConcurrentLinkedQueue<Signal> heard = new ConcurrentLinkedQueue<>();
    ListenUntilStopped hears = hearOthers(node, UNPOOLED, heard, Duration.ofSeconds(30));
    await().until(hears::isConnected);
    await().until(() -> heard.size() == 2);
    heard.clear();
    return heard;
  }

  private ListenUntilStopped hearOthers(
      String node,
      DataSource connections,
      ConcurrentLinkedQueue<Signal> heard,
      Duration untilEcho) {
    ListenUntilStopped hears =
        new ListenUntilStopped(
            connections,
            SignalChannel.of(schema),
            node,
            heard::add,
            untilEcho,
            System::nanoTime,
            THREADS);
    listening.add(hears);
    hears.start();
    return hears;
  }

  @Test
  void othersHearAndSenderDoesNot() {
    ConcurrentLinkedQueue<Signal> a = hears("a");
    ConcurrentLinkedQueue<Signal> b = hears("b");

    tells("a").tell(Signal.COMMITTED);
    await().until(() -> b.contains(Signal.COMMITTED));
    tells("b").tell(Signal.OWNERSHIP);
    await().until(() -> a.contains(Signal.OWNERSHIP));

    assertThat(a).containsExactly(Signal.OWNERSHIP);
    assertThat(b).containsExactly(Signal.COMMITTED);
  }

  // at most one every few milliseconds, however many commits there are
  @Test
  void burstIsFewSignals() {
    ConcurrentLinkedQueue<Signal> b = hears("b");
    SendNotifications a = tells("a");
    long start = System.nanoTime();

    for (int i = 0; i < 100_000; i++) {
      a.tell(Signal.COMMITTED);
    }
    a.tell(Signal.OWNERSHIP);
    await().until(() -> b.contains(Signal.OWNERSHIP));

    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    assertThat(b.size())
        .isBetween(2, (int) (millis / SendNotifications.BETWEEN_SIGNALS.toMillis()) + 3);
  }

  // as for the readers of many runs, every few seconds
  @Test
  void allSignalsAreSentByOneStatement() {
    ConcurrentLinkedQueue<Signal> b = hears("b");
    AtomicInteger statements = new AtomicInteger();
    DataSource counting =
        new DelegatingDataSource(POOL) {
          @Override
          public Connection getConnection() throws SQLException {
            return noting(super.getConnection(), "prepareStatement", statements);
          }
        };
    SendNotifications a =
        new SendNotifications(
            new Transactions(new JdbcTransactionManager(counting)),
            JdbcClient.create(counting),
            schema,
            "a",
            System::nanoTime,
            THREADS);
    List<Signal> signals =
        IntStream.range(0, 200).mapToObj(i -> Signal.awaited("foliot:run/r-" + i)).toList();

    synchronized (a) { // its thread waits
      signals.forEach(a::tell);
    }
    await().until(() -> b.size() == 200);

    assertThat(b).containsExactlyInAnyOrderElementsOf(signals);
    assertThat(statements).hasValue(1);
  }

  private static Connection noting(Connection target, String called, AtomicInteger calls) {
    return (Connection)
        Proxy.newProxyInstance(
            PostgresSignalsIntegrationTests.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(called)) {
                calls.incrementAndGet();
              }
              try {
                return method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void nothingIsSentWhereNobodyElseLives() {
    ConcurrentLinkedQueue<Signal> b = hears("b");
    jdbc.update(
        "update %s set lease_until = now() where node = 'b'"
            .formatted(schema.table("foliot_node")));

    SendNotifications a = tells("a");
    a.tell(Signal.COMMITTED);
    a.flush();
    tells("not an engine").tell(Signal.OWNERSHIP);
    await().until(() -> b.contains(Signal.OWNERSHIP));

    assertThat(b).containsExactly(Signal.OWNERSHIP);
  }

  @Test
  void applicationsInOneDatabaseDoNotWakeEachOther() {
    SendNotifications other = tells("a");
    schema = schema("other" + tests);
    ConcurrentLinkedQueue<Signal> b = hears("b");

    other.tell(Signal.COMMITTED);
    other.flush();
    tells("a").tell(Signal.OWNERSHIP);
    await().until(() -> b.contains(Signal.OWNERSHIP));

    assertThat(b).containsExactly(Signal.OWNERSHIP);
    assertThat(SignalChannel.of(new FoliotSchema("x".repeat(63))).name())
        .hasSizeLessThan(64)
        .isNotEqualTo(SignalChannel.of(new FoliotSchema("x".repeat(62) + "y")).name());
  }

  @Test
  void listenerThatIsKilledComesBackAndLooks() {
    ConcurrentLinkedQueue<Signal> b = hears("b");

    jdbc.queryForList(
        "select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()");

    await().until(() -> b.contains(Signal.COMMITTED) && b.contains(Signal.OWNERSHIP));
    assertThat(listening.get(0).isConnected()).isTrue();
    b.clear();
    tells("a").tell(Signal.COMMITTED);
    await().until(() -> b.contains(Signal.COMMITTED));
  }

  // a pooler in between that lends a connection for one transaction only
  @Test
  void listenerThatHearsNothingIsNotConnected() {
    ConcurrentLinkedQueue<Signal> heard = new ConcurrentLinkedQueue<>();
    List<Connection> connections = new ArrayList<>();
    DataSource pooler =
        new DelegatingDataSource(UNPOOLED) {
          @Override
          public synchronized Connection getConnection() throws SQLException {
            Connection connection = deaf(Connection.class, super.getConnection());
            connections.add(connection);
            return connection;
          }
        };

    ListenUntilStopped hears = hearOthers("b", pooler, heard, Duration.ofMillis(1));

    await().until(() -> connections.size() > 4); // it has tried again
    assertThat(hears.isConnected()).isFalse();
    assertThat(heard).isEmpty();
  }

  /** Does everything that is asked of it, but listens to nothing. */
  private static <T> T deaf(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            PostgresSignalsIntegrationTests.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              String name = method.getName();
              if (name.equals("execute") && arguments[0].toString().startsWith("listen")) {
                return false;
              }
              try {
                Object result = method.invoke(target, arguments);
                return name.equals("createStatement") ? deaf(Statement.class, result) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
