package dev.foliot.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.message.MessageJson;
import dev.foliot.process.ProcessTable.Place;
import dev.foliot.testsupport.FetchedRows;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.testsupport.shop.Shop;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * An event costs the rows of its instance, however many instances there are. The tables grow
 * without statistics, as in a new database.
 */
@ParameterizedClass(name = "{0}, prepared while empty: {1}")
@MethodSource("situations")
class PostgresProcessTablesIntegrationTests {
  private static final int PROBES = 10; // rows at the ends of an index, which the planner looks at
  private static final int INSTANCES = 20_000;
  private static final int BATCH = 500;
  private static final int TRANSITIONS = 3; // of each instance
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final List<String> PLANNING = List.of("force_custom_plan", "force_generic_plan");
  private static final MessageJson JSON = new MessageJson(Shop.TYPES);
  private static final HikariDataSource DATABASE = (HikariDataSource) TestDatabases.postgres();
  private static final Map<String, SingleConnectionDataSource> CONNECTIONS = new HashMap<>();
  private static FoliotSchema schema;

  private final JdbcTemplate jdbc;
  private final ProcessTables tables;

  static Stream<Arguments> situations() {
    return PLANNING.stream()
        .flatMap(planning -> Stream.of(true, false).map(early -> Arguments.of(planning, early)));
  }

  PostgresProcessTablesIntegrationTests(String planning, boolean early) {
    jdbc = new JdbcTemplate(CONNECTIONS.get(planning + early));
    tables = ProcessTables.in(schema, jdbc, JSON);
  }

  @BeforeAll
  static void grow() {
    new SchemaInitializer(DATABASE, null).initialize();
    schema = FoliotSchema.of(DATABASE, null);
    JdbcTemplate jdbc = new JdbcTemplate(DATABASE);
    for (String table : List.of("foliot_process", "foliot_process_transition")) {
      jdbc.execute("alter table %s set (autovacuum_enabled = off)".formatted(schema.table(table)));
    }
    for (String planning : PLANNING) {
      CONNECTIONS.put(planning + true, connect(planning));
      CONNECTIONS.put(planning + false, connect(planning));
      JdbcTemplate early = new JdbcTemplate(CONNECTIONS.get(planning + true));
      prepare(ProcessTables.in(schema, early, JSON));
      FetchedRows.flush(early);
    }
    jdbc.update(
        """
        insert into %1$s
          (process, correlation, status, revision, transitions, timers, started_at, updated_at)
        select 'checkout', 'o' || n, 'running', 1, %2$s, null, now(), now()
          from generate_series(1, %3$s) n
        union all
        select 'checkout', 't' || n, 'running', 1, 0, '{}', '2019-01-01', '2019-01-01'
          from generate_series(1, %3$s) n"""
            .formatted(schema.table("foliot_process"), TRANSITIONS, INSTANCES));
    jdbc.update(
        """
        insert into %s (process, correlation, number, message_id, message_type, handled_at, status)
        select 'checkout', 'o' || n, k, gen_random_uuid(), 'placed', now(), 'running'
          from generate_series(1, %s) n, generate_series(1, %s) k"""
            .formatted(schema.table("foliot_process_transition"), INSTANCES, TRANSITIONS));
  }

  /** Its statements are prepared on the server at their first execution. */
  private static SingleConnectionDataSource connect(String planning) {
    var connection =
        new SingleConnectionDataSource(
            DATABASE.getJdbcUrl() + "&prepareThreshold=1", "postgres", "postgres", true);
    new JdbcTemplate(connection).execute("set plan_cache_mode = " + planning);
    return connection;
  }

  private static void prepare(ProcessTables tables) {
    tables.instances().find("checkout", "o1");
    tables.instances().findAll("checkout", List.of("o1", "o2"));
    tables.instances().store(List.of(row("first", 1)));
    tables.instances().store(List.of(row("first", 2)));
    tables.instances().delete("checkout", "first", 2);
    tables.instances().endedBefore(LONG_AGO, 100);
    tables.transitions().latest("checkout", "o1", 1_000);
    tables.transitions().latestSent("checkout", List.of("o1"), 1_000);
    tables.instances().quiet("checkout", LONG_AGO, Place.BEGIN, 200);
    tables.transitions().delete("checkout", "o1");
  }

  private static ProcessRow row(String id, long revision) {
    return new ProcessRow(
        "checkout",
        id,
        ProcessStatus.RUNNING,
        revision,
        null,
        Map.of(),
        List.of(),
        0,
        LONG_AGO,
        LONG_AGO,
        null);
  }

  @AfterAll
  static void close() {
    CONNECTIONS.values().forEach(SingleConnectionDataSource::destroy);
  }

  @Test // R43: one read of its row
  void instanceIsReadByItsKey() {
    assertThat(
            fetched(
                "foliot_process",
                () -> assertThat(tables.instances().find("checkout", "o77")).isPresent()))
        .isLessThanOrEqualTo(1 + PROBES);
  }

  @Test
  void instancesOfABatchAreReadByTheirKeys() {
    List<String> ids = IntStream.range(0, BATCH).mapToObj(i -> "o" + (i * 7 + 1)).toList();

    assertThat(
            fetched(
                "foliot_process",
                () ->
                    assertThat(tables.instances().findAll("checkout", ids))
                        .extracting(ProcessRow::id)
                        .containsExactlyInAnyOrderElementsOf(ids)))
        .isLessThanOrEqualTo(BATCH + PROBES);
  }

  @Test // R43: one write of its row
  void instanceIsWrittenByItsKey() {
    assertThat(
            fetched(
                "foliot_process",
                () -> {
                  tables.instances().store(List.of(row("written", 1)));
                  tables.instances().store(List.of(row("written", 2)));
                  assertThat(tables.instances().delete("checkout", "written", 2)).isTrue();
                }))
        .isLessThanOrEqualTo(2 + PROBES);
  }

  @Test
  void cleanUpReadsWhatHasEnded() {
    assertThat(
            fetched(
                "foliot_process",
                () -> assertThat(tables.instances().endedBefore(LONG_AGO, 100)).isEmpty()))
        .isLessThanOrEqualTo(PROBES);
  }

  @Test // R44: neither young instances nor those with a timer
  void lookForStuckOnesReadsQuietInstances() {
    Place begin = Place.BEGIN;
    assertThat(
            fetched(
                "foliot_process",
                () ->
                    assertThat(tables.instances().quiet("checkout", LONG_AGO, begin, 200))
                        .isEmpty()))
        .isLessThanOrEqualTo(PROBES);
  }

  @Test
  void transitionsAreThoseOfOneInstance() {
    assertThat(
            fetched(
                "foliot_process_transition",
                () ->
                    assertThat(tables.transitions().latest("checkout", "o78", 1_000))
                        .hasSize(TRANSITIONS)))
        .isLessThanOrEqualTo(TRANSITIONS + PROBES);
  }

  private long fetched(String table, Runnable reading) {
    return new FetchedRows(jdbc, schema.table(table)).during(false, reading);
  }
}
