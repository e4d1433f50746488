package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.testsupport.TestDatabases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Each way of reading costs what it finds and not what a log of a million messages holds: counted
 * are the rows that the server really fetched, however it plans, also once it plans a prepared
 * statement for any arguments.
 */
@ParameterizedClass
@ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
class PostgresReadingIntegrationTests {
  private static final int MILLION = 1_000_000;
  private static final int PROBES = 10; // rows at the ends of an index, looked at to plan

  private static final HikariDataSource DATABASE = (HikariDataSource) TestDatabases.postgres();
  private static TestLog log;

  private final SingleConnectionDataSource connection;
  private final JdbcTemplate jdbc;
  private final EventStore store;

  PostgresReadingIntegrationTests(String planning) {
    connection =
        new SingleConnectionDataSource(
            DATABASE.getJdbcUrl() + "&prepareThreshold=1", "postgres", "postgres", true);
    jdbc = new JdbcTemplate(connection);
    jdbc.execute("set plan_cache_mode = " + planning);
    store = new EventStore(connection, log.schema, log.json);
    store.head(); // asks the database what it is
  }

  @AfterEach
  void close() {
    connection.destroy();
  }

  /** 20 frequent types, each 5 %; two rare ones; one stream that is long. */
  @BeforeAll
  static void fillLog() {
    if (log != null) {
      return;
    }
    log = new TestLog(DATABASE);
    List<String> rebuild = dropIndexes();
    log.jdbc.update(
        """
        insert into %s (kind, category, stream, stream_version, id, type, type_version, priority,
                        lane, delivered_synchronously, payload, metadata, occurred_at, correlation_id)
        select 1, case when n %% 5000 = 1 then 'rare' else 'c' || n %% 5 end,
               case when n %% 100 = 0 then 'long' else 's' || n / 50 end,
               case when n %% 100 = 0 then n / 100 else n %% 50 + 1 end,
               cast(lpad(to_hex(n), 32, '0') as uuid),
               case n %% 10000 when 1 then 'rare' when 2 then 'undeclared' else 't' || n %% 20 end,
               1, 0, case when n %% 500 = 0 then 2 else 1 end, false, '{}',
               '{"correlationId": "c"}', now(), 'c' || n / 20
          from generate_series(1, %d) n"""
            .formatted(log.table(), MILLION));
    rebuild.forEach(log.jdbc::execute);
    log.jdbc.execute("analyze " + log.table());
  }

  /** Says how to create them again. */
  private static List<String> dropIndexes() {
    List<String> rebuild = new ArrayList<>();
    for (Map<String, Object> each :
        log.jdbc.queryForList(
            "select conname, pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = ?::regclass and contype in ('p', 'u')",
            log.table())) {
      String alter =
          "alter table %s %%s constraint %s ".formatted(log.table(), each.get("conname"));
      log.jdbc.execute(alter.formatted("drop"));
      rebuild.add(alter.formatted("add") + each.get("definition"));
    }
    for (Map<String, Object> each :
        log.jdbc.queryForList(
            "select indexname, indexdef from pg_indexes where schemaname = ? and tablename = 'foliot_message'",
            log.schema)) {
      log.jdbc.execute("drop index %s.%s".formatted(log.schema, each.get("indexname")));
      rebuild.add((String) each.get("indexdef"));
    }
    return rebuild;
  }

  private static LogFilter events(int limit) {
    return LogFilter.between(0, MILLION, limit).kinds(MessageKind.EVENT);
  }

  @Test
  void tailReadsWhatIsNew() {
    assertThat(rowsFetched(100, store -> store.tail(MILLION - 100).read(1000).size()))
        .isLessThanOrEqualTo(100 + PROBES);
    assertThat(rowsFetched(0, store -> store.tail(MILLION).read(1000).size()))
        .isLessThanOrEqualTo(PROBES);
  }

  @Test // R30: a subscription that skips most types reads only what it needs
  void rareTypesAreLookedUp() {
    LogFilter rare = events(500).types(Set.of("rare", "undeclared"));

    assertThat(rowsFetched(200, rare)).isLessThanOrEqualTo(200 + PROBES);
    assertThat(rowsFetched(200, rare.lane(Lane.PRIMARY))).isLessThanOrEqualTo(200 + PROBES);
    assertThat(rowsFetched(0, events(500).types(Set.of("never stored"))))
        .isLessThanOrEqualTo(PROBES);
  }

  @Test
  void frequentTypesAreLookedUpAndMerged() {
    LogFilter some = events(500).types(Set.of("rare", "t1", "t2", "t3")).lane(Lane.PRIMARY);

    assertThat(rowsFetched(500, some)).isLessThanOrEqualTo(4 * 500 + PROBES);
  }

  @Test
  void mostTypesAreReadInOneRange() {
    LogFilter most = events(500).excludedTypes(Set.of("t1", "t2")).lane(Lane.PRIMARY);

    assertThat(rowsFetched(500, most)).isLessThanOrEqualTo(2 * 500 + PROBES);
  }

  @Test
  void backfillLaneIsLookedUp() {
    LogFilter backfill = events(500).lane(Lane.BACKFILL);

    assertThat(rowsFetched(500, backfill)).isLessThanOrEqualTo(500 + PROBES);
    assertThat(rowsFetched(0, backfill.types(Set.of("rare", "t1")))).isLessThanOrEqualTo(PROBES);
    assertThat(rowsFetched(500, backfill.types(Set.of("rare", "t0"))))
        .isLessThanOrEqualTo(500 + PROBES);
  }

  @Test
  void releaseOfAKeyReadsItsStream() {
    Set<StreamName> streams = Set.of(new StreamName("c1", "s1"), new StreamName("c2", "s7"));

    assertThat(rowsFetched(20, events(1000).streams(streams))).isLessThanOrEqualTo(20 + PROBES);
  }

  @Test
  void streamIsLoadedPageByPage() {
    StreamName stream = new StreamName("c0", "long");

    assertThat(rowsFetched(500, store -> store.readStream(stream, 3000, 500).size()))
        .isLessThanOrEqualTo(500 + PROBES);
    assertThat(rowsFetched(1, store -> store.currentVersion(stream) == 10_000 ? 1 : 0))
        .isLessThanOrEqualTo(1 + PROBES);
  }

  @Test
  void rareCategoryIsLookedUp() {
    assertThat(rowsFetched(200, events(500).categories(Set.of("rare"))))
        .isLessThanOrEqualTo(200 + PROBES);
  }

  @Test
  void correlatedMessagesAreLookedUp() {
    assertThat(rowsFetched(20, store -> store.readCorrelated("c7", 100).size()))
        .isLessThanOrEqualTo(20 + PROBES);
  }

  @Test
  void typesAreFoundWithoutReadingTheLog() {
    assertThat(rowsFetched(22, store -> store.types().size())).isLessThanOrEqualTo(2 * 23 + PROBES);
  }

  private long rowsFetched(int expected, LogFilter filter) {
    return rowsFetched(expected, store -> store.readPage(filter, 1_000_000).messages().size());
  }

  /** Of the log, by a read that must return so many. */
  private long rowsFetched(int expected, ToIntFunction<EventStore> read) {
    Map<String, Object> before = statistics();

    assertThat(read.applyAsInt(store)).isEqualTo(expected);

    Map<String, Object> after = statistics();
    assertThat(after.get("seq_scan")).as("sequential scans").isEqualTo(before.get("seq_scan"));
    return (Long) after.get("idx_tup_fetch") - (Long) before.get("idx_tup_fetch");
  }

  private Map<String, Object> statistics() {
    jdbc.execute("select pg_stat_force_next_flush()");
    return jdbc.queryForMap(
        "select seq_scan, idx_tup_fetch from pg_stat_user_tables where relid = ?::regclass",
        log.table());
  }
}
