package dev.foliot.command;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.RowsByKey;
import dev.foliot.eventstore.RowsByKey.Wanted;
import dev.foliot.failure.ErrorText;
import dev.foliot.personaldata.SubjectTraces;
import dev.foliot.time.StorableInstant;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.util.function.SingletonSupplier;

/**
 * The stored ends of commands. A command ends once: if two transactions end it, the primary key
 * lets one commit, and the other one fails.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CommandTable implements SubjectTraces {
  private static final String REMOVED = "(removed when a data subject was forgotten)";
  private static final int MAX_ERROR = 4_000;
  private static final String INSERTED = "id, type, status, result, error, recorded_at, ended_at";

  private final JdbcTemplate jdbc;
  private final FoliotSchema schema;
  private final InstantSource clock;
  private final RowsByKey byId;
  private final SingletonSupplier<Boolean> isH2;

  public CommandTable(JdbcTemplate jdbc, FoliotSchema schema, InstantSource clock) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.clock = clock;
    this.byId =
        new RowsByKey(jdbc, schema, new Wanted("id, status", "foliot_command", "id = w.k", "uuid"));
    this.isH2 =
        SingletonSupplier.of(() -> jdbc.execute((ConnectionCallback<Boolean>) CommandTable::isH2));
  }

  private static boolean isH2(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("H2");
  }

  /** The status of each of these commands that has a row. */
  Map<UUID, CommandStatus> statuses(Collection<UUID> commands) {
    return byId
        .read(
            commands,
            (row, number) -> Map.entry(row.getObject(1, UUID.class), status(row.getString(2))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  static CommandStatus status(String code) {
    return CommandStatus.valueOf(code.toUpperCase(Locale.ROOT));
  }

  static String code(CommandStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /** The stored result of a command that has succeeded; empty if it returned nothing. */
  Optional<String> result(UUID command) {
    return jdbc
        .queryForList(
            "select result from %s where id = ? and result is not null".formatted(table()),
            String.class,
            command)
        .stream()
        .findFirst();
  }

  /**
   * Writes the ends of commands that have no row.
   *
   * @throws ConcurrencyFailureException if one of them has ended meanwhile
   */
  void insert(List<EndedCommand> ended) {
    if (ended.isEmpty()) {
      return;
    }
    try {
      if (isH2.obtain()) {
        insertEach(ended, clock.instant());
      } else {
        insertTogether(ended, clock.instant());
      }
    } catch (DuplicateKeyException endedMeanwhile) {
      throw endedMeanwhile(endedMeanwhile);
    }
  }

  private void insertEach(List<EndedCommand> ended, Instant now) {
    String sql = "insert into %s (%s) values (?, ?, ?, ?, ?, ?, ?)".formatted(table(), INSERTED);
    jdbc.batchUpdate(
        sql, ended, ended.size(), (statement, each) -> setInsert(statement, each, now));
  }

  private static void setInsert(PreparedStatement statement, EndedCommand each, Instant now)
      throws SQLException {
    statement.setObject(1, each.id());
    statement.setString(2, each.type());
    statement.setString(3, code(each.status()));
    statement.setString(4, each.result());
    statement.setString(5, cut(each.error()));
    statement.setObject(6, stored(each.endedAt(now)));
    statement.setObject(7, stored(each.endedAt(now)));
  }

  /** PostgreSQL inserts any number of rows by one statement, at a third of the cost of a batch. */
  private void insertTogether(List<EndedCommand> ended, Instant now) {
    String sql =
        """
        insert into %s (%s)
        select cast(id as uuid), type, status, result, error, cast(ended as timestamptz),
               cast(ended as timestamptz)
          from unnest(cast(? as text[]), cast(? as text[]), cast(? as text[]), cast(? as text[]),
                      cast(? as text[]), cast(? as text[]))
               as new (id, type, status, result, error, ended)"""
            .formatted(table(), INSERTED);
    jdbc.update(
        sql,
        texts(ended, each -> each.id().toString()),
        texts(ended, EndedCommand::type),
        texts(ended, each -> code(each.status())),
        texts(ended, EndedCommand::result),
        texts(ended, each -> cut(each.error())),
        texts(ended, each -> stored(each.endedAt(now)).toString()));
  }

  private static SqlArrayValue texts(
      List<EndedCommand> ended, Function<EndedCommand, @Nullable String> value) {
    return new SqlArrayValue("text", (Object[]) ended.stream().map(value).toArray(String[]::new));
  }

  /**
   * Writes the ends of commands that have a row without an end.
   *
   * @throws ConcurrencyFailureException if one of them has ended meanwhile
   */
  void update(List<EndedCommand> ended) {
    Instant now = clock.instant();
    for (EndedCommand each : ended) {
      if (!end(each, now)) {
        throw endedMeanwhile(null);
      }
    }
  }

  /** Ends a command that has a row without an end; false if there is no such row. */
  boolean end(EndedCommand ended, Instant now) {
    return jdbc.update(
            """
            update %s set status = ?, result = ?, error = ?, ended_at = ?
            where id = ? and status = 'submitted'"""
                .formatted(table()),
            code(ended.status()),
            ended.result(),
            cut(ended.error()),
            stored(ended.endedAt(now)),
            ended.id())
        == 1;
  }

  private static ConcurrencyFailureException endedMeanwhile(@Nullable Throwable cause) {
    return new ConcurrencyFailureException(
        "A submitted command has ended in another transaction, because it was cancelled or handled there. Its state is read again.",
        cause);
  }

  /** Removes all errors: an error may contain data of any person. */
  @Override
  public void remove(String subject) {
    jdbc.update("update %s set error = ? where error is not null".formatted(table()), REMOVED);
  }

  private static @Nullable String cut(@Nullable String error) {
    return error == null ? null : ErrorText.storable(error, MAX_ERROR);
  }

  private static OffsetDateTime stored(Instant instant) {
    return StorableInstant.nearest(instant).atOffset(ZoneOffset.UTC);
  }

  private String table() {
    return schema.table("foliot_command");
  }
}
