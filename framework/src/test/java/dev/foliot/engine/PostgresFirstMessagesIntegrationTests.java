package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.SchemaInitializer;
import dev.foliot.message.Lane;
import dev.foliot.message.MessageKind;
import dev.foliot.testsupport.FetchedRows;
import dev.foliot.testsupport.TestDatabases;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The start of a subscription reads the messages of its types. The log was never analyzed. The
 * tests count the rows that the server fetched, so they hold for every plan.
 */
@ParameterizedClass
@ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
class PostgresFirstMessagesIntegrationTests {
  private static final int PROBES = 10; // rows at the ends of an index, which the planner looks at
  private static final int RARE = 100;
  private static final int MESSAGES = 200 * RARE;
  private static final HikariDataSource DATABASE = (HikariDataSource) TestDatabases.postgres();
  private static FoliotSchema schema;

  private final SingleConnectionDataSource connection;
  private final JdbcTemplate jdbc;
  private final FirstMessages messages;

  PostgresFirstMessagesIntegrationTests(String planning) {
    connection =
        new SingleConnectionDataSource(
            DATABASE.getJdbcUrl() + "&prepareThreshold=1", "postgres", "postgres", true);
    jdbc = new JdbcTemplate(connection);
    jdbc.execute("set plan_cache_mode = " + planning);
    messages = new FirstMessages(JdbcClient.create(connection), schema);
  }

  /** Commands and events of a rare type among other events; all events were delivered. */
  @BeforeAll
  static void fill() {
    new SchemaInitializer(DATABASE, null).initialize();
    schema = FoliotSchema.of(DATABASE, null);
    JdbcTemplate jdbc = new JdbcTemplate(DATABASE);
    jdbc.execute(
        "alter table %s set (autovacuum_enabled = off)".formatted(schema.table("foliot_message")));
    jdbc.update(
        """
        insert into %s (kind, category, stream, id, type, type_version, priority, lane,
                        delivered_synchronously, payload, occurred_at, correlation_id)
        select case n %% 200 when 1 then 2 else 1 end, 'c', 's', gen_random_uuid(),
               case n %% 200 when 0 then 'rare' when 1 then 'do' else 't' || n %% 20 end,
               1, 0, 1, true, '{}', timestamptz '2026-01-01 00:00:00Z' + n * interval '1 second', gen_random_uuid()
          from generate_series(1, %s) n"""
            .formatted(schema.table("foliot_message"), MESSAGES));
  }

  @AfterEach
  void close() {
    connection.destroy();
  }

  @Test
  void firstOfTheCommandsIsFoundAmongEvents() {
    Instant halfTime = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(MESSAGES / 2);

    assertThat(rowsFetched(MESSAGES / 2 + 1L, find -> commandSince(find, halfTime)))
        .isLessThanOrEqualTo(RARE + PROBES);
    assertThat(rowsFetched(null, find -> commandSince(find, halfTime.plusSeconds(MESSAGES))))
        .isLessThanOrEqualTo(RARE + PROBES);
  }

  private static Optional<Long> commandSince(FirstMessages messages, Instant oldest) {
    return messages.storedSince(oldest, MessageKind.COMMAND, Set.of("do"));
  }

  @Test
  void lookForUndeliveredEventsReadsTheirTypes() {
    assertThat(
            rowsFetched(
                null,
                find -> find.undelivered(MessageKind.EVENT, Set.of("rare"), Lane.PRIMARY, 10)))
        .isLessThanOrEqualTo(RARE + PROBES);
  }

  private long rowsFetched(@Nullable Long expected, Function<FirstMessages, Optional<Long>> read) {
    return new FetchedRows(jdbc, schema.table("foliot_message"))
        .during(
            false, () -> assertThat(read.apply(messages)).isEqualTo(Optional.ofNullable(expected)));
  }
}
