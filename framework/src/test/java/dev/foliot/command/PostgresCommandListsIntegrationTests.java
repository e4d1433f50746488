package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.MessageJson;
import dev.foliot.testsupport.FetchedRows;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.testsupport.shop.Shop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * A list of commands reads commands, and none of the many events between them. The log was never
 * analyzed. The tests count the rows that the server fetched, so they hold for every plan.
 */
@ParameterizedClass
@ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
class PostgresCommandListsIntegrationTests {
  private static final int PROBES = 10; // rows at the ends of an index, which the planner looks at
  private static final int COMMANDS = 200;
  private static final int MESSAGES = 100 * COMMANDS;
  private static final HikariDataSource DATABASE = (HikariDataSource) TestDatabases.postgres();
  private static FoliotSchema schema;

  private final SingleConnectionDataSource connection;
  private final JdbcTemplate jdbc;
  private final FindCommands find;

  PostgresCommandListsIntegrationTests(String planning) {
    connection =
        new SingleConnectionDataSource(
            DATABASE.getJdbcUrl() + "&prepareThreshold=1", "postgres", "postgres", true);
    jdbc = new JdbcTemplate(connection);
    jdbc.execute("set plan_cache_mode = " + planning);
    find =
        new FindCommands(
            JdbcClient.create(connection),
            schema,
            new HandlerRegistry(),
            new MessageJson(Shop.TYPES),
            InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")),
            Duration.ofDays(1));
  }

  /** Every 100th message is a command; of four commands, one is open, and three have ended. */
  @BeforeAll
  static void fill() {
    new SchemaInitializer(DATABASE, null).initialize();
    schema = FoliotSchema.of(DATABASE, null);
    JdbcTemplate jdbc = new JdbcTemplate(DATABASE);
    jdbc.execute(
        "alter table %s set (autovacuum_enabled = off)".formatted(schema.table("foliot_message")));
    jdbc.update(
        """
        insert into %s (kind, category, stream, stream_version, id, type, type_version, priority,
                        lane, delivered_synchronously, payload, occurred_at, correlation_id)
        select case when n %% 100 = 0 then 2 else 1 end, 'order', 's' || n,
               case when n %% 100 = 0 then null else 1 end, cast(lpad(to_hex(n), 32, '0') as uuid),
               case when n %% 100 = 0 then 'touch-order' else 'order-touched' end,
               1, 0, 1, false, '{}', timestamptz '2026-01-01 00:00:00Z', gen_random_uuid()
          from generate_series(1, %s) n"""
            .formatted(schema.table("foliot_message"), MESSAGES));
    jdbc.update(
        """
        insert into %s (id, type, status, recorded_at, ended_at)
        select id, type, (array['succeeded', 'failed', 'expired'])[position / 100 %% 4], occurred_at, occurred_at
          from %s
         where kind = 2 and position / 100 %% 4 > 0"""
            .formatted(schema.table("foliot_command"), schema.table("foliot_message")));
  }

  @AfterEach
  void close() {
    connection.destroy();
  }

  @ParameterizedTest
  @EnumSource(
      value = CommandStatus.class,
      names = {"SUBMITTED", "SUCCEEDED", "FAILED", "EXPIRED"})
  void listOfAStatusReadsNoEvent(CommandStatus status) {
    CommandFilter all = CommandFilter.all().withStatus(status);

    assertThat(rowsFetched(COMMANDS / 4, all)).isLessThanOrEqualTo(COMMANDS + PROBES);
    assertThat(rowsFetched(COMMANDS / 4, all.ofType("touch-order")))
        .isLessThanOrEqualTo(COMMANDS + PROBES);
    assertThat(rowsFetched(5, all.limit(5))).isLessThanOrEqualTo(COMMANDS + PROBES);
  }

  @ParameterizedTest
  @EnumSource(
      value = CommandStatus.class,
      names = {"SCHEDULED", "RUNNING", "CANCELLED"})
  void listOfAnAbsentStatusReadsNoEvent(CommandStatus status) {
    assertThat(rowsFetched(0, CommandFilter.all().withStatus(status)))
        .isLessThanOrEqualTo(COMMANDS + PROBES);
  }

  @Test
  void listOfAnyStatusReadsNoEvent() {
    assertThat(rowsFetched(5, CommandFilter.all().limit(5))).isLessThanOrEqualTo(COMMANDS + PROBES);
  }

  @Test
  void commandIsFoundByItsId() {
    UUID id = new UUID(0, 100);

    assertThat(rowsFetched(1, find -> find.find(id).isPresent() ? 1 : 0))
        .isLessThanOrEqualTo(1 + PROBES);
  }

  private long rowsFetched(int expected, CommandFilter filter) {
    return rowsFetched(expected, find -> find.list(filter).size());
  }

  private long rowsFetched(int expected, ToIntFunction<FindCommands> read) {
    return new FetchedRows(jdbc, schema.table("foliot_message"))
        .during(false, () -> assertThat(read.applyAsInt(find)).isEqualTo(expected));
  }
}
