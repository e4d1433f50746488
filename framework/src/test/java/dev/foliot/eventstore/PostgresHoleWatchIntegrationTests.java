package dev.foliot.eventstore;

import static dev.foliot.eventstore.TestLog.names;
import static dev.foliot.eventstore.TestLog.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.testsupport.TestDatabases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
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

  @Test
  void readsThroughIndexes() {
    log.jdbc.update(
        """
        insert into %s (kind, category, stream, stream_version, id, type, type_version, priority,
                        lane, delivered_synchronously, payload, metadata, occurred_at, correlation_id)
        select 1, case when n %% 500 = 1 then 'rare' else 'c' || n %% 5 end,
               case when n %% 5 = 0 then 'long' else 's' || n %% 1000 end,
               case when n %% 5 = 0 then n / 5 else n / 1000 + 1 end, gen_random_uuid(), 't', 1, 0,
               case when n %% 50 = 0 then 2 else 1 end, false, '{}',
               '{"correlationId": "c"}', now(), 'c' || n / 20
          from generate_series(1, 50000) n"""
            .formatted(log.table()));
    log.jdbc.execute("analyze " + log.table());
    LogFilter all = LogFilter.between(20_000, 45_000, 100);

    assertThat(planOf(() -> log.store.tail(49_000).read(100), 49_000L, 100))
        .contains("Index Scan using foliot_message_pkey")
        .doesNotContain("Sort");
    Object[] page = {"c0", "long", 3000L, Long.MAX_VALUE, 100};
    assertThat(planOf(() -> log.store.readStream(stream("long"), 3000, 100), page))
        .contains("Index Scan using foliot_message_version")
        .doesNotContain("Sort");
    assertThat(planOf(() -> log.store.currentVersion(stream("s1")), "c1", "s1"))
        .contains("foliot_message_version")
        .doesNotContain("Sort");
    assertThat(planOf(all.categories(Set.of("rare")).kinds(MessageKind.EVENT)))
        .contains("foliot_message_category")
        .doesNotContain("Seq Scan");
    assertThat(planOf(all.lane(Lane.BACKFILL)))
        .contains("foliot_message_backfill")
        .doesNotContain("Seq Scan");
    assertThat(planOf(all.streams(Set.of(new StreamName("c1", "s1"), new StreamName("c2", "s2")))))
        .contains("foliot_message_version")
        .doesNotContain("Seq Scan");
    assertThat(planOf(all.excludedTypes(Set.of("other")))).contains("foliot_message_pkey");
    assertThat(planOf(() -> log.store.readCorrelated("c7", 100), "c7", 100, "c7", 100, 100))
        .contains("foliot_message_correlation", "foliot_message_archive_correlation")
        .doesNotContain("Seq Scan");
    assertThat(
            planOf(
                () -> log.store.readStreamWithArchive(stream("long"), 3000, 9000, 100),
                page(3000, 9000)))
        .contains("foliot_message_version", "foliot_message_archive_version")
        .doesNotContain("Seq Scan");
  }

  /** The arguments of a read of the log and the archive. */
  private static Object[] page(long from, long to) {
    return new Object[] {"c0", "long", from, to, 100, "c0", "long", from, to, 100, 100};
  }

  private String planOf(LogFilter filter) {
    LogQuery query = LogQuery.of(filter, log.table());
    return plan(query.sql(), query.arguments().toArray());
  }

  private String planOf(Runnable read, Object... arguments) {
    read.run();
    return plan(log.dataSource.lastSql(), arguments);
  }

  private String plan(String sql, Object... arguments) {
    List<String> lines = log.jdbc.queryForList("explain " + sql, String.class, arguments);
    return String.join("\n", lines);
  }
}
