package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.testsupport.FetchedRows;
import dev.foliot.testsupport.TestDatabases;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.LongStream;
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
 * Each statement costs the rows that it finds, not the rows that the log holds. The tests count the
 * rows that the server fetched, so they hold for every plan that the server may choose. The log
 * grows without statistics from empty to a million events, as a new database does, and is analyzed
 * at the end. Statements are prepared while the log is empty, or when it has grown.
 */
@ParameterizedClass(name = "{0}, {1}, prepared while empty: {2}")
@MethodSource("situations")
class PostgresReadingIntegrationTests {
  private static final int PROBES = 10; // rows at the ends of an index, which the planner looks at

  /** How many events the log has, and whether the server knows it. The log grows in this order. */
  private enum Log {
    EMPTY(0, false),
    SMALL(10_000, false),
    LARGE(1_000_000, false),
    ANALYZED(1_000_000, true);

    private final int size;
    private final boolean analyzed;

    Log(int size, boolean analyzed) {
      this.size = size;
      this.analyzed = analyzed;
    }
  }

  private static final HikariDataSource DATABASE = (HikariDataSource) TestDatabases.postgres();
  private static final Map<String, SingleConnectionDataSource> EARLY = new HashMap<>();
  private static TestLog log;
  private static Log grown = Log.EMPTY;

  private final boolean early;
  private final int size;
  private final SingleConnectionDataSource connection;
  private final JdbcTemplate jdbc;
  private final EventStore store;

  static Stream<Arguments> situations() {
    return Stream.of(Log.values())
        .flatMap(
            size ->
                Stream.of("force_custom_plan", "force_generic_plan")
                    .flatMap(
                        planning ->
                            Stream.of(true, false)
                                .map(early -> Arguments.of(size, planning, early))));
  }

  PostgresReadingIntegrationTests(Log size, String planning, boolean early) {
    grow(size);
    this.early = early;
    this.size = size.size;
    this.connection =
        early
            ? EARLY.computeIfAbsent(planning, PostgresReadingIntegrationTests::connect)
            : connect(planning);
    this.jdbc = new JdbcTemplate(connection);
    this.store = new EventStore(connection, log.schema, log.json);
    store.head(); // asks for the kind of database
  }

  /** Its statements are prepared on the server at their first execution. */
  private static SingleConnectionDataSource connect(String planning) {
    var connection =
        new SingleConnectionDataSource(
            DATABASE.getJdbcUrl() + "&prepareThreshold=1", "postgres", "postgres", true);
    new JdbcTemplate(connection).execute("set plan_cache_mode = " + planning);
    return connection;
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

  /**
   * 20 frequent types, each 5 % of the events; two rare types; one stream that has a hundredth of
   * the events. One message of a thousand is a command.
   */
  private static void grow(Log to) {
    if (log == null) {
      log = new TestLog(DATABASE);
      log.jdbc.execute("alter table %s set (autovacuum_enabled = off)".formatted(log.table()));
      log.jdbc.execute(
          "alter table %s alter position restart with %d"
              .formatted(log.table(), 10 * Log.ANALYZED.size));
    }
    if (grown == to) {
      return;
    }
    log.jdbc.update(
        """
        insert into %s (position, kind, category, stream, stream_version, id, type, type_version, priority,
                        lane, delivered_synchronously, payload, metadata, occurred_at, correlation_id)
        overriding system value
        select n, case when n %% 1000 = 13 then 2 else 1 end,
               case when n %% 5000 = 1 then 'rare' else 'c' || n %% 5 end,
               case when n %% 100 = 0 then 'long' else 's' || n / 50 end,
               case when n %% 1000 = 13 then null when n %% 100 = 0 then n / 100 else n %% 50 + 1 end,
               cast(lpad(to_hex(n), 32, '0') as uuid),
               case when n %% 1000 = 13 then 'do' when n %% 10000 = 1 then 'rare'
                    when n %% 10000 = 2 then 'undeclared' else 't' || n %% 20 end,
               1, 0, case when n %% 500 = 0 then 2 else 1 end, false, '{}',
               null, now(), cast(lpad(to_hex(n / 20), 32, '0') as uuid)
          from generate_series(%d, %d) n"""
            .formatted(log.table(), grown.size + 1, to.size));
    if (to.analyzed) {
      log.jdbc.execute("analyze " + log.table());
    }
    grown = to;
  }

  private LogFilter events(int limit) {
    return LogFilter.between(0, size, limit).kinds(MessageKind.EVENT);
  }

  /** How many events there are if each n-th one counts. */
  private int each(int n, int limit) {
    return Math.min(size / n, limit);
  }

  /** How many there are in one of the first streams. */
  private int inStream(int events) {
    return size == 0 ? 0 : events;
  }

  @Test
  void tailReadsWhatIsNew() {
    int some = each(1, 100);

    assertThat(rowsFetched(some, store -> store.tail(size - some).read(1000).size()))
        .isLessThanOrEqualTo(some + PROBES);
    assertThat(rowsFetched(0, store -> store.tail(size).read(1000).size()))
        .isLessThanOrEqualTo(PROBES);
  }

  @Test // R30: a subscription that skips most types reads only what it needs
  void rareTypesAreLookedUp() {
    LogFilter rare = events(500).types(Set.of("rare", "undeclared"));

    assertThat(rowsFetched(each(5000, 500), rare)).isLessThanOrEqualTo(each(5000, 500) + PROBES);
    assertThat(rowsFetched(each(5000, 500), rare.lane(Lane.PRIMARY)))
        .isLessThanOrEqualTo(each(5000, 500) + PROBES);
    assertThat(rowsFetched(0, events(500).types(Set.of("never stored"))))
        .isLessThanOrEqualTo(PROBES);
  }

  @Test
  void commandsAreLookedUp() {
    LogFilter commands = LogFilter.between(0, size, 500).kinds(MessageKind.COMMAND);

    assertThat(rowsFetched(each(1000, 500), commands.types(Set.of("do"))))
        .isLessThanOrEqualTo(each(1000, 500) + PROBES);
  }

  @Test
  void frequentTypesAreLookedUpAndMerged() {
    LogFilter some = events(500).types(Set.of("rare", "t1", "t2", "t3")).lane(Lane.PRIMARY);

    assertThat(rowsFetched(each(1, 500), some)).isLessThanOrEqualTo(4 * 500 + PROBES);
  }

  @Test
  void mostTypesAreReadInOneRange() {
    LogFilter most = events(500).excludedTypes(Set.of("t1", "t2")).lane(Lane.PRIMARY);

    assertThat(rowsFetched(each(1, 500), most)).isLessThanOrEqualTo(2 * 500 + PROBES);
  }

  @Test
  void backfillLaneIsLookedUp() {
    LogFilter backfill = events(500).lane(Lane.BACKFILL);

    assertThat(rowsFetched(each(500, 500), backfill)).isLessThanOrEqualTo(each(500, 500) + PROBES);
    assertThat(rowsFetched(0, backfill.types(Set.of("rare", "t1")))).isLessThanOrEqualTo(PROBES);
    assertThat(rowsFetched(each(500, 500), backfill.types(Set.of("rare", "t0"))))
        .isLessThanOrEqualTo(each(500, 500) + PROBES);
  }

  @Test
  void releaseOfAKeyReadsItsStream() {
    Set<StreamName> streams = Set.of(new StreamName("c1", "s1"), new StreamName("c2", "s7"));

    assertThat(rowsFetched(inStream(20), events(1000).streams(streams)))
        .isLessThanOrEqualTo(20 + PROBES);
  }

  @Test
  void streamIsLoadedPageByPage() {
    StreamName stream = new StreamName("c0", "long");
    int half = size / 200;
    int rest = Math.min(500, size / 100 - half);

    assertThat(rowsFetched(rest, store -> store.readStream(stream, half + 1, 500).size()))
        .isLessThanOrEqualTo(rest + PROBES);
    assertThat(rowsFetched(rest, store -> store.readOpenStream(stream, half + 1, 500).size()))
        .isLessThanOrEqualTo(rest + PROBES);
    assertThat(rowsFetched(1, store -> store.currentVersion(stream) == size / 100 ? 1 : 0))
        .isLessThanOrEqualTo(1 + PROBES);
  }

  @Test
  void shortStreamIsLoadedWhole() {
    StreamName stream = new StreamName("c1", "s1");

    assertThat(rowsFetched(inStream(10), store -> store.readStream(stream, 1, 500).size()))
        .isLessThanOrEqualTo(10 + PROBES);
    assertThat(rowsFetched(inStream(10), store -> store.readOpenStream(stream, 1, 500).size()))
        .isLessThanOrEqualTo(10 + PROBES);
    assertThat(
            rowsFetched(
                inStream(10), store -> store.readStreamWithArchive(stream, 1, 999, 500).size()))
        .isLessThanOrEqualTo(10 + PROBES);
    assertThat(
            rowsFetched(inStream(10), store -> store.readStreamBackwards(stream, 999, 500).size()))
        .isLessThanOrEqualTo(10 + PROBES);
  }

  @Test
  void appendLooksAtTheEndOfItsStreams() {
    NewMessage one = log.event(new StreamName("c1", "s1"), 60, Lane.PRIMARY);
    NewMessage other = log.event(new StreamName("c0", "long"), size + 1, Lane.PRIMARY);
    NewMessage stale = log.event(new StreamName("c1", "s1"), 1, Lane.PRIMARY);

    assertThat(rowsFetched(1, append(List.of(one)))).isLessThanOrEqualTo(1 + PROBES);
    assertThat(rowsFetched(1, append(List.of(one, other)))).isLessThanOrEqualTo(2 + PROBES);
    assertThat(rowsFetched(1, append(many()))).isLessThanOrEqualTo(1 + PROBES);
    assertThat(rowsFetched(size == 0 ? 1 : 0, append(List.of(stale))))
        .isLessThanOrEqualTo(3 + PROBES);
  }

  private static List<NewMessage> many() {
    return LongStream.rangeClosed(60, 160)
        .mapToObj(version -> log.event(new StreamName("c1", "s1"), version, Lane.PRIMARY))
        .toList();
  }

  /** Returns 1 if the messages were appended. The transaction is rolled back. */
  private ToIntFunction<EventStore> append(List<NewMessage> messages) {
    var transaction = new TransactionTemplate(new JdbcTransactionManager(connection));
    return store ->
        transaction.execute(
            status -> {
              status.setRollbackOnly();
              try {
                store.append(messages);
                return 1;
              } catch (ConcurrentAggregateChangeException e) {
                return 0;
              }
            });
  }

  @Test
  void rareCategoryIsLookedUp() {
    assertThat(rowsFetched(each(5000, 500), events(500).categories(Set.of("rare"))))
        .isLessThanOrEqualTo(each(5000, 500) + PROBES);
  }

  @Test
  void correlatedMessagesAreLookedUp() {
    String correlation = "00000000-0000-0000-0000-000000000007";

    assertThat(rowsFetched(inStream(20), store -> store.readCorrelated(correlation, 100).size()))
        .isLessThanOrEqualTo(20 + PROBES);
  }

  @Test
  void messageIsLookedUpByItsId() {
    UUID id = UUID.fromString("00000000-0000-0000-0000-000000000007");

    assertThat(rowsFetched(inStream(1), store -> store.find(id).isPresent() ? 1 : 0))
        .isLessThanOrEqualTo(1 + PROBES);
  }

  @Test
  void typesAreFoundWithoutReadingTheLog() {
    assertThat(rowsFetched(inStream(23), store -> store.types().size()))
        .isLessThanOrEqualTo(2 * 24 + PROBES);
  }

  private long rowsFetched(int expected, LogFilter filter) {
    return rowsFetched(expected, store -> store.readPage(filter, 1_000_000).messages().size());
  }

  /** The rows of the log that the server fetches for a read that returns so many. */
  private long rowsFetched(int expected, ToIntFunction<EventStore> read) {
    return new FetchedRows(jdbc, log.table())
        .during(size == 0, () -> assertThat(read.applyAsInt(store)).isEqualTo(expected));
  }
}
