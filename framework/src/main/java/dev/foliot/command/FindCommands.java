package dev.foliot.command;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.MessageColumns;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.StorableText;
import dev.foliot.time.StorableInstant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads submitted commands. Scheduled commands are timers, the others are in the log. The status
 * comes from the held messages and from the rows of ended commands. If a command is older than the
 * retention and has no row, it has ended, unless it may still be delivered.
 */
final class FindCommands {
  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final ToBeDelivered toBeDelivered;
  private final InstantSource clock;
  private final Duration retention;
  private final RowMapper<NewMessage> messages;

  FindCommands(
      JdbcClient jdbc,
      FoliotSchema schema,
      HandlerRegistry handlers,
      MessageJson json,
      InstantSource clock,
      Duration retention) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.toBeDelivered = new ToBeDelivered(schema, handlers);
    this.clock = clock;
    this.retention = retention;
    this.messages = MessageColumns.reader(json);
  }

  /** A stored command, with its message; null if only its end is known. */
  record Found(SubmittedCommand command, @Nullable NewMessage message) {}

  /**
   * The selection of commands.
   *
   * @param id of one command; null for any
   * @param status their status; null for any
   * @param type their type; null for any
   */
  private record Wanted(
      @Nullable UUID id, @Nullable CommandStatus status, @Nullable String type, int limit) {

    private String condition(String oneCommand) {
      return (id == null ? "1 = 1" : oneCommand) + (type == null ? "" : " and m.type = :type");
    }

    private Map<String, Object> parameters(Instant remembered) {
      Map<String, Object> all = new HashMap<>();
      all.put("remembered", remembered.atOffset(ZoneOffset.UTC));
      if (id != null) {
        all.put("id", id);
        all.put("key", id.toString());
      }
      if (type != null) {
        all.put("type", type);
      }
      return all;
    }

    private boolean mayBe(CommandStatus other) {
      return status == null || status == other;
    }
  }

  /** Finds a command. Searches the places in the order in which a command moves through them. */
  Optional<Found> find(UUID id) {
    Wanted one = new Wanted(id, null, null, 1);
    return Stream.<Supplier<List<Found>>>of(
            () -> scheduled(one), () -> inLog(one), () -> withoutMessage(one))
        .flatMap(each -> each.get().stream())
        .findFirst();
  }

  /** Lists the newest first; for the status {@code SCHEDULED}, the earliest due first. */
  List<SubmittedCommand> list(CommandFilter filter) {
    if (filter.type() != null && StorableText.problem(filter.type()).isPresent()) {
      return List.of();
    }
    Wanted all = new Wanted(null, filter.status(), filter.type(), filter.limit());
    if (filter.status() == CommandStatus.SCHEDULED) {
      return scheduled(all).stream().map(Found::command).toList();
    }
    List<Found> found = new ArrayList<>(inLog(all));
    if (all.mayBe(CommandStatus.SCHEDULED)) {
      found.addAll(scheduled(all));
    }
    if (all.mayBe(CommandStatus.CANCELLED)) {
      found.addAll(withoutMessage(all));
    }
    return found.stream()
        .map(Found::command)
        .sorted(Comparator.comparing(SubmittedCommand::submittedAt).reversed())
        .limit(filter.limit())
        .toList();
  }

  private List<Found> query(Wanted wanted, String sql, RowMapper<Found> rows) {
    Instant remembered = StorableInstant.nearest(clock.instant().minus(retention));
    return jdbc.sql(sql).params(wanted.parameters(remembered)).query(rows).list();
  }

  private static String condition(@Nullable CommandStatus status) {
    if (status == null) {
      return "1 = 1";
    }
    String open = "(c.status is null or c.status = 'submitted')";
    return switch (status) {
      case SUBMITTED -> open + " and h.message_id is null and d.message_id is null";
      case RUNNING -> open + " and h.status = 'waiting'";
      case FAILED ->
          "(c.status = 'failed' or (%s and (h.status = 'parked' or d.message_id is not null)))"
              .formatted(open);
      default -> "c.status = '%s'".formatted(CommandTable.code(status));
    };
  }

  // ---- where commands are

  private List<Found> inLog(Wanted wanted) {
    return query(
        wanted,
        """
        select %1$s, c.status as c_status, c.error as c_error, c.ended_at as c_ended_at,
          h.status as h_status, h.attempts as h_attempts, h.error_text as h_error,
          d.reason as d_reason, d.discarded_at as d_discarded_at
        from %2$s m
        left join %3$s c on c.id = m.id
        left join %4$s h on h.message_id = m.id and h.status <> 'going_on'
        left join %5$s d on d.message_id = m.id
        where m.kind = %6$s and %7$s and %8$s and %9$s
        order by m.position desc fetch first %10$s rows only"""
            .formatted(
                MessageColumns.SELECTED,
                schema.table("foliot_message"),
                schema.table("foliot_command"),
                schema.table("foliot_held"),
                schema.table("foliot_discarded"),
                MessageKind.COMMAND.code(),
                wanted.condition("m.id = :id"),
                condition(wanted.status()),
                notForgotten(),
                wanted.limit()),
        this::inLog);
  }

  private String notForgotten() {
    return """
    (c.id is not null or h.message_id is not null or d.message_id is not null
      or m.occurred_at >= :remembered or %s)"""
        .formatted(toBeDelivered.condition());
  }

  private Found inLog(ResultSet row, int number) throws SQLException {
    NewMessage message = messages.mapRow(row, number);
    String ended = row.getString("c_status");
    CommandStatus end = ended == null ? CommandStatus.SUBMITTED : CommandTable.status(ended);
    if (end.isEnd()) {
      return found(message, end, null, instant(row, "c_ended_at"), 0, row.getString("c_error"));
    }
    String reason = row.getString("d_reason");
    if (reason != null) {
      Instant discarded = instant(row, "d_discarded_at");
      String error = "discarded: " + reason;
      return found(message, CommandStatus.FAILED, null, discarded, 0, error);
    }
    String held = row.getString("h_status");
    if (held == null) {
      return found(message, CommandStatus.SUBMITTED, null, null, 0, null);
    }
    CommandStatus status = held.equals("parked") ? CommandStatus.FAILED : CommandStatus.RUNNING;
    return found(message, status, null, null, row.getInt("h_attempts"), row.getString("h_error"));
  }

  private List<Found> scheduled(Wanted wanted) {
    return query(
        wanted,
        """
        select %s, m.due_at as due_at from %s m
        where m.owner = '%s' and %s
        order by m.due_at, m.number fetch first %s rows only"""
            .formatted(
                MessageColumns.SELECTED,
                schema.table("foliot_timer"),
                SubmitCommands.TIMER_OWNER,
                wanted.condition("m.owner_key = :key"),
                wanted.limit()),
        (row, number) ->
            found(
                messages.mapRow(row, number),
                CommandStatus.SCHEDULED,
                instant(row, "due_at"),
                null,
                0,
                null));
  }

  private static Found found(
      @Nullable NewMessage message,
      CommandStatus status,
      @Nullable Instant due,
      @Nullable Instant ended,
      int attempts,
      @Nullable String error) {
    if (message == null) {
      throw new IllegalStateException("A row of the log gave no message");
    }
    Metadata metadata = message.message().metadata();
    return new Found(
        new SubmittedCommand(
            metadata.id(),
            metadata.type(),
            status,
            metadata.occurredAt(),
            due,
            ended,
            attempts,
            error,
            metadata.deadline(),
            metadata.correlationId()),
        message);
  }

  /**
   * The commands of which only the end is stored: cancelled scheduled commands, and processed
   * commands with an idempotency key. Processed commands are found by id only, because one may have
   * the key of a submitted command.
   */
  private List<Found> withoutMessage(Wanted wanted) {
    return query(
        wanted,
        """
        select m.id, m.type, m.status, m.recorded_at, m.ended_at from %s m
        where %s and %s
          and not exists (select 1 from %s l where l.id = m.id)
        order by m.ended_at desc fetch first %s rows only"""
            .formatted(
                schema.table("foliot_command"),
                wanted.id() == null ? "m.status = 'cancelled'" : "m.status <> 'submitted'",
                wanted.condition("m.id = :id"),
                schema.table("foliot_message"),
                wanted.limit()),
        (row, number) ->
            new Found(
                new SubmittedCommand(
                    row.getObject("id", UUID.class),
                    row.getString("type"),
                    CommandTable.status(row.getString("status")),
                    required(row, "recorded_at"),
                    null,
                    instant(row, "ended_at"),
                    0,
                    null,
                    null,
                    null),
                null));
  }

  private static Instant required(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime found = row.getObject(column, OffsetDateTime.class);
    return found == null ? null : found.toInstant();
  }
}
