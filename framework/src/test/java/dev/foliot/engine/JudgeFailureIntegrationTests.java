package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.personaldata.KeysUnavailableException;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.unitofwork.Transactions;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * R25: what errors are taken for, provoked in a real database rather than made up: a failure that
 * may pass, a database that is away, or an attempt of the message.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JudgeFailureIntegrationTests {
  private static final boolean POSTGRES =
      System.getProperty("foliot.test.database", "h2").equals("postgres");

  private final DataSource dataSource = TestDatabases.ofSuite();
  private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
  private final TransactionTemplate transaction =
      new TransactionTemplate(new JdbcTransactionManager(dataSource));
  private JudgeFailure judge;

  /** What an error inside of a handler is taken for. */
  private enum Verdict {
    NONE,
    PASSING,
    AWAY,
    ATTEMPT
  }

  @BeforeAll
  void table() {
    jdbc.execute("create table race (id int primary key, value_ int not null)");
  }

  @BeforeEach
  void rows() {
    judge = new JudgeFailure(JdbcClient.create(dataSource), () -> 0.5);
    jdbc.update("delete from race");
    jdbc.update("insert into race values (1, 0), (2, 0)");
  }

  /** H2 keeps the time-outs that a test has set for its connection. */
  @AfterEach
  void forgetTimeouts() throws SQLException {
    dataSource.unwrap(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
  }

  @AfterAll
  void close() throws SQLException {
    dataSource.unwrap(HikariDataSource.class).close();
  }

  @Test
  void uniqueViolationIsAnAttempt() {
    assertThat(verdictOf(() -> jdbc.update("insert into race values (1, 1)")))
        .isEqualTo(Verdict.ATTEMPT);
  }

  @Test
  void errorOfTheApplicationIsAnAttempt() {
    assertThat(
            verdictOf(
                () -> {
                  throw new IllegalStateException("a bug");
                }))
        .isEqualTo(Verdict.ATTEMPT);
  }

  @Test
  void wrongStatementIsAnAttempt() {
    assertThat(verdictOf(() -> jdbc.execute("select no_such_column from race")))
        .isEqualTo(Verdict.ATTEMPT);
  }

  // However long the pauses are, it will be as slow the next time
  @Test
  void statementTimeoutIsAnAttempt() {
    assertThat(verdictOf(POSTGRES ? this::sleepTooLong : this::countUntilCancelled))
        .isEqualTo(Verdict.ATTEMPT);
  }

  private void sleepTooLong() {
    jdbc.execute("set local statement_timeout = 20");
    jdbc.execute("select pg_sleep(10)");
  }

  /**
   * Another session cancels the statement, with the error of a time-out. Time-outs of H2 do not end
   * each statement whose thread stands still at its beginning.
   */
  private void countUntilCancelled() {
    Integer session = jdbc.queryForObject("select session_id()", Integer.class);
    AtomicBoolean counting = new AtomicBoolean(true);
    Thread cancelling =
        new Thread(
            () -> {
              while (counting.get()) {
                jdbc.queryForList("select cancel_session(?)", session);
              }
            });
    cancelling.start();
    try {
      jdbc.execute("select count(*) from system_range(1, 100000) a, system_range(1, 100000) b");
    } finally {
      counting.set(false);
      join(cancelling);
    }
  }

  // Spring calls both of them a resource failure; at a flush nobody can ask the connection
  @Test
  void slowOrTooLargeStatementIsNoLoss() {
    for (String state : List.of("57014", "54000", "22001")) {
      Throwable error =
          new DataAccessResourceFailureException("as translated", new SQLException("no", state));

      assertThat(judge.isPassing(error, true)).as(state).isFalse();
    }
    for (String state :
        List.of(
            "53100", "53200", "53300", "57P01", "57P02", "57P03", "08006", "25006", "58030",
            "90097")) {
      assertThat(judge.isPassing(new SQLException("no", state), true)).as(state).isTrue();
    }
  }

  @Test
  void outageOfAKeyStoreIsPassing() {
    Throwable outage =
        catchThrowable(
            () ->
                KeysUnavailableException.call(
                    "vault",
                    () -> {
                      throw new IllegalStateException("sealed");
                    }));

    assertThat(judge.isPassing(new IllegalStateException("no event", outage), false)).isTrue();
  }

  // It lasts until a person makes room, and no message can change that
  @Test
  void fullDiskIsPassingForADay() {
    assertThat(JudgeFailure.sparedFor(new SQLException("no", "53200")).toMinutes()).isEqualTo(5);
    assertThat(JudgeFailure.sparedFor(new SQLException("no", "53100")).toHours()).isEqualTo(24);
  }

  @Test
  void lockTimeoutIsPassing() throws Exception {
    assertThat(
            whileAnotherHoldsRow(
                1,
                () -> {
                  jdbc.execute(POSTGRES ? "set local lock_timeout = 20" : "set lock_timeout 20");
                  jdbc.update("update race set value_ = 5 where id = 1");
                }))
        .isEqualTo(Verdict.PASSING);
  }

  @Test
  void deadlockIsPassing() throws Exception {
    AtomicReference<Verdict> other = new AtomicReference<>();
    CountDownLatch bothHold = new CountDownLatch(2);
    Thread thread = new Thread(() -> other.set(verdictOf(() -> lockInTurn(2, 1, bothHold))));
    thread.start();

    Verdict mine = verdictOf(() -> lockInTurn(1, 2, bothHold));

    thread.join();
    assertThat(List.of(mine, other.get()))
        .as("one goes on, or H2 ends both")
        .contains(Verdict.PASSING)
        .isSubsetOf(Verdict.PASSING, Verdict.NONE);
  }

  private void lockInTurn(int first, int second, CountDownLatch bothHold) {
    jdbc.update("update race set value_ = value_ + 1 where id = ?", first);
    bothHold.countDown();
    await(bothHold);
    jdbc.update("update race set value_ = value_ + 1 where id = ?", second);
  }

  @Test
  void serializationFailureIsPassing() {
    Verdict verdict =
        verdictOf(
            serializable(),
            () -> {
              jdbc.queryForList("select * from race");
              inAnotherThread(() -> jdbc.update("update race set value_ = 9 where id = 1"));
              jdbc.update("update race set value_ = 7 where id = 1");
            });

    assertThat(verdict).isEqualTo(Verdict.PASSING);
  }

  private PlatformTransactionManager serializable() {
    return new JdbcTransactionManager(dataSource) {
      @Override
      protected void doBegin(Object begun, TransactionDefinition definition) {
        var strict = new DefaultTransactionDefinition(definition);
        strict.setIsolationLevel(
            POSTGRES
                ? TransactionDefinition.ISOLATION_SERIALIZABLE
                : TransactionDefinition.ISOLATION_REPEATABLE_READ);
        super.doBegin(begun, strict);
      }
    };
  }

  // Another system that the handler uses is down, while this database answers
  @Test
  void otherDatabaseThatIsDownIsAnAttempt() {
    JdbcTemplate elsewhere =
        new JdbcTemplate(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none"));

    assertThat(verdictOf(() -> elsewhere.queryForList("select 1"))).isEqualTo(Verdict.ATTEMPT);
  }

  // The application's own other work has all connections, and goes on having them
  @Test
  void exhaustedPoolIsAway() throws Exception {
    try (HikariDataSource one = poolOfOne()) {
      TransactionTemplate only = new TransactionTemplate(new JdbcTransactionManager(one));
      judge = new JudgeFailure(JdbcClient.create(one), () -> 0.5);
      JdbcTemplate another = new JdbcTemplate(one);

      Throwable error =
          only.execute(
              status ->
                  whatIsThrown(() -> inAnotherThread(() -> another.queryForList("select 1"))));
      Verdict afterwards = verdictOutside(error);
      Verdict meanwhile = only.execute(status -> verdictInAnotherThread(error));

      assertThat(meanwhile).isEqualTo(Verdict.AWAY);
      assertThat(afterwards).isEqualTo(Verdict.PASSING);
    }
  }

  private HikariDataSource poolOfOne() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(dataSource);
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(250);
    return new HikariDataSource(config);
  }

  // The connection of the delivery itself died, the database is there
  @Test
  @EnabledIfSystemProperty(
      named = "foliot.test.database",
      matches = "postgres",
      disabledReason = "H2 has no connections to lose")
  void ownConnectionThatDiedIsPassing() {
    assertThat(verdictOf(() -> jdbc.execute("select pg_terminate_backend(pg_backend_pid())")))
        .isEqualTo(Verdict.PASSING);
    assertThat(jdbc.queryForObject("select count(*) from race", Long.class)).isEqualTo(2);
  }

  private Verdict verdictOf(Runnable handler) {
    return verdictOf(new JdbcTransactionManager(dataSource), handler);
  }

  /** As a delivery does it: what its transaction throws is judged outside. */
  private Verdict verdictOf(PlatformTransactionManager manager, Runnable handler) {
    Throwable error = catchThrowable(() -> new Transactions(manager).doInNew(handler::run));
    return error == null ? Verdict.NONE : verdict(error, false);
  }

  private Verdict verdictOutside(Throwable error) {
    return verdict(error, false);
  }

  private Verdict verdict(Throwable error, boolean ofTransaction) {
    try {
      judge.throwIfDatabaseIsAway(error);
    } catch (DatabaseAwayException away) {
      return Verdict.AWAY;
    }
    return judge.isPassing(error, ofTransaction) ? Verdict.PASSING : Verdict.ATTEMPT;
  }

  private Verdict verdictInAnotherThread(Throwable error) {
    AtomicReference<Verdict> verdict = new AtomicReference<>();
    inAnotherThread(() -> verdict.set(verdict(error, false)));
    return verdict.get();
  }

  private static Throwable whatIsThrown(Runnable work) {
    return catchThrowable(work::run);
  }

  /** The row stays locked until the work is done. */
  private Verdict whileAnotherHoldsRow(int id, Runnable work) throws InterruptedException {
    CountDownLatch holds = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      jdbc.update("update race set value_ = 1 where id = ?", id);
                      holds.countDown();
                      await(done);
                    }));
    holder.start();
    await(holds);
    try {
      return verdictOf(work);
    } finally {
      done.countDown();
      holder.join();
    }
  }

  private static void inAnotherThread(Runnable work) {
    AtomicReference<RuntimeException> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                thrown.set(e);
              }
            });
    thread.start();
    join(thread);
    if (thrown.get() != null) {
      throw thrown.get();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
