package dev.foliot.eventstore;

import static dev.foliot.eventstore.TestLog.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.testsupport.TestDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What the proof in {@link HoleWatch} rests on, asked of a real PostgreSQL. */
class PostgresHoleWatchIntegrationTests {
  private static final DataSource DATABASE = TestDatabases.postgres();
  private TestLog log;

  @BeforeEach
  void open() {
    log = new TestLog(DATABASE);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void positionsAreDrawnInOrderAndByTheInsertAlone() {
    assertThat(
            log.jdbc.queryForObject(
                "select cache_size from pg_sequences where sequencename = 'foliot_message_position_seq' and schemaname = ?",
                Long.class,
                log.schema))
        .isEqualTo(1);
    assertThat(
            log.jdbc.queryForObject(
                "select attidentity from pg_attribute where attrelid = ?::regclass and attname = 'position'",
                String.class,
                log.table()))
        .isEqualTo("a");
  }

  @Test
  void anAppendHoldsItsLockUntilTheCommit() {
    Writer writer = log.writer();
    writer.append(log.event("a", 1));

    assertThat(appends().holders()).hasSize(1);
    writer.commit();

    assertThat(appends().holders()).isEmpty();
    assertThat(appends().head()).isEqualTo(1);
  }

  @Test // it has drawn its position, and waits for another writer of the stream
  void anAppendThatWaitsIsAmongTheHolders() {
    Writer first = log.writer();
    first.append(log.event("a", 1));
    Writer second = log.writer();
    Future<?> waiting = second.startAppend(log.event("a", 1));
    Awaitility.await().until(() -> appends().holders().size() == 2);
    log.append(log.event("b", 1));
    LogTail tail = log.store.tail(0);
    assertThat(tail.read(10)).isEmpty();

    first.commit();
    assertThatExceptionOfType(ConcurrentAggregateChangeException.class)
        .isThrownBy(() -> Writer.await(waiting));
    assertThat(appends().holders()).hasSize(1);
    second.rollback();

    assertThat(names(tail.read(10))).containsExactly("a@1", "b@1");
  }

  @Test // a replica shows no locks
  void refusesAReplica() {
    log.jdbc.execute("create schema replica");
    log.jdbc.execute(
        "create function replica.pg_is_in_recovery() returns boolean language sql as 'select true'");
    DataSource replica =
        unpooled(((HikariDataSource) DATABASE).getJdbcUrl() + "&currentSchema=replica,pg_catalog");
    EventStore store = new EventStore(replica, log.schema, log.json);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> store.tail(0).skipToHead())
        .withMessage(
            "This PostgreSQL server is a read replica, which does not know which appends are still open. Let Foliot's data source point to the primary.");
  }

  private OpenAppends appends() {
    return Dialect.of(log.dataSource, FoliotSchema.of(log.dataSource, log.schema)).openAppends();
  }

  @Test
  void namesTheNextTransactionOfAConnectionDifferently() {
    Writer first = log.writer();
    first.append(log.event("a", 1));
    Set<String> before = appends().holders();
    first.commit();

    Writer second = log.writer();
    second.append(log.event("a", 2));

    assertThat(appends().holders()).hasSize(1).doesNotContainAnyElementsOf(before);
  }

  @Test
  void isNotHeldUpByAppendsThatBeganAfterTheHole() {
    Writer hole = log.writer();
    hole.append(log.event("a", 1));
    log.append(log.event("b", 1));
    LogTail tail = log.store.tail(0);
    assertThat(tail.read(10)).isEmpty();
    Writer later = log.writer();
    later.append(log.event("c", 1));

    hole.rollback();

    assertThat(names(tail.read(10))).containsExactly("b@1");
    later.commit();
    assertThat(names(tail.read(10))).containsExactly("c@1");
  }

  @Test
  void takesThreeQueriesToPassADeadHole() {
    Writer writer = log.writer();
    writer.append(log.event("a", 1));
    writer.rollback();
    log.append(log.event("a", 1));
    LogTail tail = log.store.tail(0);

    assertThat(log.dataSource.statementsOf(() -> tail.read(10))).isEqualTo(3);
    assertThat(tail.position()).isEqualTo(2);
  }

  @Test // databases that were cloned from one template share the ids of their tables
  void ignoresLocksInAnotherDatabase() {
    HikariDataSource pool = (HikariDataSource) TestDatabases.postgres();
    DataSource original = unpooled(pool.getJdbcUrl());
    pool.close();
    new SchemaInitializer(original, "twin").initialize();
    new JdbcTemplate(DATABASE).execute("create database clone template " + name(original));
    DataSource clone = unpooled(pool.getJdbcUrl().replace("/" + name(original), "/clone"));
    assertThat(tableId(clone)).isEqualTo(tableId(original));
    try (var connection = clone.getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table twin.foliot_message in row exclusive mode");

      assertThat(appendsIn(clone).holders()).hasSize(1);
      assertThat(appendsIn(original).holders()).isEmpty();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DataSource unpooled(String url) {
    return new DriverManagerDataSource(url, "postgres", "postgres");
  }

  private static String name(DataSource database) {
    return new JdbcTemplate(database).queryForObject("select current_database()", String.class);
  }

  private static Long tableId(DataSource database) {
    return new JdbcTemplate(database)
        .queryForObject("select 'twin.foliot_message'::regclass::oid", Long.class);
  }

  private static OpenAppends appendsIn(DataSource database) {
    return Dialect.of(database, new FoliotSchema("twin")).openAppends();
  }

  @Test // two-phase commit: the locks outlive the session
  void waitsForAPreparedTransaction() throws IOException {
    try (EmbeddedPostgres server =
            EmbeddedPostgres.builder().setServerConfig("max_prepared_transactions", "10").start();
        TestLog prepared = new TestLog(server.getPostgresDatabase())) {
      Writer writer = prepared.writer();
      writer.append(prepared.event("a", 1));
      prepared.append(prepared.event("b", 1));
      LogTail tail = prepared.store.tail(0);
      assertThat(tail.read(10)).isEmpty();

      writer.execute("prepare transaction 'two-phase'");
      writer.close();
      assertThat(tail.read(10)).isEmpty();
      assertThat(prepared.store.tail(0).read(10)).isEmpty();
      prepared.jdbc.execute("commit prepared 'two-phase'");

      assertThat(names(tail.read(10))).containsExactly("a@1", "b@1");
    }
  }

  @Test // an old snapshot could miss what was committed below the settled mark since
  void refusesToReadByPositionInAnOldSnapshot() {
    TransactionTemplate transaction = new TransactionTemplate(log.transactions);
    log.append(log.event("a", 1));
    List<String> readCommitted = transaction.execute(status -> names(log.store.readAll(0, 10)));
    assertThat(readCommitted).containsExactly("a@1");

    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> transaction.execute(status -> log.store.readAll(0, 10)))
        .withMessageContaining("stricter isolation than READ COMMITTED");
  }
}
