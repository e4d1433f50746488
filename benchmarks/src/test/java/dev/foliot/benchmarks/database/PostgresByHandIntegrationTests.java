package dev.foliot.benchmarks.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.benchmarks.account.HandWritten;
import dev.foliot.benchmarks.balance.HandWrittenBalances;
import dev.foliot.benchmarks.checkout.HandWrittenCheckouts;
import dev.foliot.benchmarks.order.HandWrittenOrders;
import dev.foliot.benchmarks.order.PlaceOrder;
import dev.foliot.benchmarks.payment.HandWrittenPayments;
import dev.foliot.benchmarks.payment.RecordPayment;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The baseline scans no table that was never analyzed, though it was empty at the first plan. */
class PostgresByHandIntegrationTests {
  /** So many that the driver prepares the statement, and the server plans it once for all. */
  private static final int TIMES = 30;

  private static Database server;

  private HikariDataSource pool;
  private Connection connection;
  private DataSource database;
  private JdbcTemplate jdbc;

  @BeforeAll
  static void startServer() {
    server = Database.postgres(false);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** One connection for all: it alone knows its scans at once. */
  @BeforeEach
  void connect() throws SQLException {
    pool = server.newPoolByHand();
    connection = pool.getConnection();
    database = new SingleConnectionDataSource(connection, true);
    jdbc = new JdbcTemplate(database);
  }

  @AfterEach
  void disconnect() throws SQLException {
    connection.close();
    pool.close();
  }

  static Stream<Named<BiFunction<DataSource, Integer, HandWrittenBalances>>> projections() {
    return Stream.of(
        Named.of("one by one", HandWrittenBalances::oneByOne),
        Named.of("at once", HandWrittenBalances::atOnce));
  }

  @ParameterizedTest
  @MethodSource("projections")
  void projectionScansNoTable(BiFunction<DataSource, Integer, HandWrittenBalances> way)
      throws SQLException {
    HandWritten accounts = new HandWritten(database);
    HandWrittenBalances balances = way.apply(database, 100);
    Map<String, Long> before = scans();

    for (int i = 0; i < TIMES; i++) {
      accounts.fill(0, 100, 1);
      assertThat(balances.step()).isEqualTo(100);
    }

    before.remove("checkpoint"); // it has one row
    assertThat(scans()).containsAllEntriesOf(before).containsKeys("event", "balance");
    assertThat(jdbc.queryForObject("select sum(deposits) from balance", Long.class))
        .isEqualTo(100 * TIMES);
  }

  @Test
  void outboxScansNoTable() throws SQLException {
    HandWrittenOrders orders = new HandWrittenOrders(database);
    Map<String, Long> before = scans();

    for (int i = 0; i < 10 * TIMES; i++) {
      orders.place(new PlaceOrder("order-" + i, "customer", 1));
      if (i % 10 == 9) {
        assertThat(orders.listen()).isEqualTo(10);
      }
    }

    assertThat(scans()).isEqualTo(before).containsOnlyKeys("event", "orders");
  }

  @Test
  void queueScansNoTable() throws SQLException {
    HandWrittenPayments payments = new HandWrittenPayments(database, HandWrittenPayments::atOnce);
    Map<String, Long> before = scans();

    for (int i = 0; i < 10 * TIMES; i++) {
      payments.submit(new RecordPayment("payment-" + i, "account", 1));
      if (i % 10 == 9) {
        assertThat(payments.handle()).isEqualTo(10);
      }
    }

    assertThat(scans()).isEqualTo(before).containsOnlyKeys("submitted", "payment");
    assertThat(jdbc.queryForObject("select count(*) from submitted", Long.class)).isZero();
  }

  static Stream<Named<Function<DataSource, HandWrittenCheckouts>>> processes() {
    return Stream.of(
        Named.of("one by one", HandWrittenCheckouts::oneByOne),
        Named.of("at once", HandWrittenCheckouts::atOnce));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void processScansNoTable(Function<DataSource, HandWrittenCheckouts> way) throws SQLException {
    HandWrittenCheckouts checkouts = way.apply(database);
    Map<String, Long> before = scans();

    for (int i = 0; i < TIMES; i++) {
      checkouts.fill(10 * i, 10 * i + 10);
      assertThat(checkouts.step()).isEqualTo(40);
    }

    before.remove("checkpoint"); // it has one row
    assertThat(scans())
        .containsAllEntriesOf(before)
        .containsKeys("event", "checkout", "submitted", "timer");
    assertThat(checkouts.ended()).isEqualTo(10 * TIMES);
  }

  /** How often each table was read from its first to its last page. */
  private Map<String, Long> scans() throws SQLException {
    connection.setAutoCommit(true);
    jdbc.queryForList("select pg_stat_force_next_flush()");
    Map<String, Long> scans = new HashMap<>();
    jdbc.query(
        "select relname, seq_scan from pg_stat_user_tables",
        row -> {
          scans.put(row.getString(1), row.getLong(2));
        });
    return scans;
  }
}
