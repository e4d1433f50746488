package dev.foliot.timer;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.message.MessageJson;
import dev.foliot.testsupport.FetchedRows;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.testsupport.shop.Shop;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A look costs one row and a batch costs its rows, whatever the number of timers that wait. The
 * tests count the rows that the server fetched, so they hold for every plan that it may choose. The
 * table grows without statistics, as a new database does, and is analyzed at the end.
 */
@ParameterizedClass(name = "{0}, {1}, prepared while empty: {2}")
@MethodSource("situations")
class PostgresTimersIntegrationTests {
  private static final int PROBES = 10; // rows at the ends of an index, which the planner looks at
  private static final int SCHEDULES = 20;
  private static final int DUE = 500;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  /** How many timers sleep, and whether the server knows it. */
  private enum Table {
    SMALL(5_000, false),
    LARGE(1_000_000, false),
    ANALYZED(1_000_000, true);

    private final int size;
    private final boolean analyzed;

    Table(int size, boolean analyzed) {
      this.size = size;
      this.analyzed = analyzed;
    }
  }

  private static final List<String> PLANNING = List.of("force_custom_plan", "force_generic_plan");
  private static final MessageJson JSON = new MessageJson(Shop.TYPES);
  private static final HikariDataSource DATABASE = (HikariDataSource) TestDatabases.postgres();
  private static final Map<String, SingleConnectionDataSource> EARLY = new HashMap<>();
  private static int grown;
  private static FoliotSchema schema;

  private final SingleConnectionDataSource connection;
  private final boolean early;
  private final Table table;
  private final JdbcTemplate jdbc;
  private final TimerRows rows;

  static Stream<Arguments> situations() {
    return Stream.of(Table.values())
        .flatMap(
            size ->
                PLANNING.stream()
                    .flatMap(
                        planning ->
                            Stream.of(true, false)
                                .map(early -> Arguments.of(size, planning, early))));
  }

  PostgresTimersIntegrationTests(Table table, String planning, boolean early) {
    create();
    this.early = early;
    this.connection = early ? Objects.requireNonNull(EARLY.get(planning)) : connect(planning);
    this.jdbc = new JdbcTemplate(connection);
    this.rows = TimerRows.of(jdbc, schema, JSON);
    this.table = table;
    grow(table);
  }

  private static void create() {
    if (schema == null) {
      new SchemaInitializer(DATABASE, null).initialize();
      schema = FoliotSchema.of(DATABASE, null);
      new JdbcTemplate(DATABASE)
          .execute(
              "alter table %s set (autovacuum_enabled = off)"
                  .formatted(schema.table("foliot_timer")));
      for (String planning : PLANNING) {
        EARLY.put(planning, connect(planning));
        JdbcTemplate early = new JdbcTemplate(EARLY.get(planning));
        prepare(TimerRows.of(early, schema, JSON));
        FetchedRows.flush(early);
      }
    }
  }

  /** Its statements are prepared on the server at their first execution. */
  private static SingleConnectionDataSource connect(String planning) {
    var connection =
        new SingleConnectionDataSource(
            DATABASE.getJdbcUrl() + "&prepareThreshold=1", "postgres", "postgres", true);
    new JdbcTemplate(connection).execute("set plan_cache_mode = " + planning);
    return connection;
  }

  private static void prepare(TimerRows rows) {
    for (TimerOwners owners : TimerOwners.values()) {
      rows.earliest(owners);
      rows.take(owners, NOW, 1_000);
    }
  }

  /** Timers of one owner that are due in the next years, then schedules, due later. */
  private static void grow(Table to) {
    if (grown < to.size) {
      insert(
          "'shop:order', 'k' || n, 'payment', timestamptz '2026-01-02 00:00:00Z' + n * interval '1 minute'",
          grown + 1,
          to.size);
      if (grown == 0) {
        insert(
            "'foliot:schedule', 's' || n, '', timestamptz '2020-01-01 00:00:00Z' + n * interval '20 years'",
            1,
            SCHEDULES);
      }
      grown = to.size;
    }
    if (to.analyzed) {
      new JdbcTemplate(DATABASE).execute("analyze " + schema.table("foliot_timer"));
    }
  }

  private static void insert(String key, int from, int to) {
    new JdbcTemplate(DATABASE)
        .update(
            """
            insert into %s (owner, owner_key, name, due_at, kind, category, stream, id, type, type_version,
                            priority, lane, delivered_synchronously, payload, occurred_at, correlation_id)
            select %s, 6, 'order', 'k' || n, gen_random_uuid(), 'late', 1, 0, 1, false, '{}', now(), gen_random_uuid()
              from generate_series(%s, %s) n"""
                .formatted(schema.table("foliot_timer"), key, from, to));
  }

  @AfterEach
  void close() {
    if (!early) {
      connection.destroy();
    }
  }

  @AfterAll
  static void closeAll() {
    EARLY.values().forEach(SingleConnectionDataSource::destroy);
  }

  @Test // R41: an idle engine asks once a poll interval, and asks for one row
  void idleLookReadsOneRow() {
    assertThat(rowsFetched(1, rows -> found(rows.earliest(TimerOwners.ALL_BUT_SCHEDULES))))
        .isLessThanOrEqualTo(1 + PROBES);
    assertThat(rowsFetched(0, rows -> rows.take(TimerOwners.ALL_BUT_SCHEDULES, NOW, 1_000).size()))
        .isLessThanOrEqualTo(PROBES);
  }

  @Test
  void lookForSchedulesReadsThoseAlone() {
    assertThat(rowsFetched(1, rows -> found(rows.earliest(TimerOwners.SCHEDULES))))
        .isLessThanOrEqualTo(SCHEDULES + PROBES);
  }

  private static int found(Optional<Instant> due) {
    return due.isPresent() ? 1 : 0;
  }

  @Test
  void batchReadsItsRows() {
    insert(
        "'shop:order', 'due' || n, 'payment', timestamptz '2025-01-01 00:00:00Z' - n * interval '1 second'",
        1,
        DUE);

    long first =
        rowsFetched(100, rows -> rows.take(TimerOwners.ALL_BUT_SCHEDULES, NOW, 100).size());
    long second =
        rowsFetched(DUE - 100, rows -> rows.take(TimerOwners.ALL_BUT_SCHEDULES, NOW, 1_000).size());

    assertThat(first).isLessThanOrEqualTo(2 * 100 + PROBES);
    assertThat(second).isLessThanOrEqualTo(2 * DUE + PROBES);
  }

  @Test
  void dueScheduleIsFoundAmongOthers() {
    insert("'foliot:schedule', 'due' || n, '', timestamptz '2025-01-01 00:00:00Z'", 1, 1);

    assertThat(rowsFetched(1, rows -> rows.take(TimerOwners.SCHEDULES, NOW, 1).size()))
        .isLessThanOrEqualTo(2 * SCHEDULES + PROBES);

    jdbc.update(
        "delete from %s where owner_key like 'due%%'".formatted(schema.table("foliot_timer")));
    FetchedRows.flush(jdbc);
  }

  private long rowsFetched(int expected, ToIntFunction<TimerRows> read) {
    return new FetchedRows(jdbc, schema.table("foliot_timer"))
        .during(
            table == Table.SMALL,
            () -> {
              Integer found =
                  new TransactionTemplate(new JdbcTransactionManager(connection))
                      .execute(transaction -> read.applyAsInt(rows));
              assertThat(found).isEqualTo(expected);
            });
  }
}
