package dev.foliot.eventstore;

import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.RecordedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.function.SingletonSupplier;

/**
 * The log of messages in the application's database. Messages are appended in the application's
 * transactions. They are read by stream or by position, and committed messages are never skipped
 * (R19 to R21). Safe for use by several threads; determines the kind of database at the first use.
 */
public final class EventStore {
  private static final long MAX_BYTES = 8 * 1024 * 1024;

  private record Database(
      Dialect dialect,
      String messages,
      StreamReads streams,
      PositionReads positions,
      CorrelationReads correlations,
      AppendMessages append) {}

  private final JdbcTemplate jdbc;
  private final CurrentConnection connection;
  private final MessageJson json;
  private final RowMapper<LogRow> rowMapper;
  private final Supplier<Database> database;
  private final SettledMark settled = new SettledMark(() -> dialect().openAppends());

  /**
   * Made by the auto-configuration.
   *
   * @param schema the schema of Foliot's tables; null for the current one of the connections
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public EventStore(DataSource dataSource, @Nullable String schema, MessageJson json) {
    this.jdbc = new JdbcTemplate(dataSource);
    this.connection = new CurrentConnection(dataSource);
    this.json = json;
    this.rowMapper = LogRow.mapper(json);
    this.database = SingletonSupplier.of(() -> connect(dataSource, schema));
  }

  private Database connect(DataSource dataSource, @Nullable String schemaName) {
    FoliotSchema schema = FoliotSchema.of(dataSource, schemaName);
    Dialect dialect = Dialect.of(dataSource, schema);
    String messages = schema.table("foliot_message");
    StreamReads streams = new StreamReads(jdbc, json, schema);
    return new Database(
        dialect,
        messages,
        streams,
        new PositionReads(jdbc, rowMapper, dialect, messages),
        new CorrelationReads(jdbc, rowMapper, schema),
        new AppendMessages(dialect, streams, json, connection));
  }

  private Dialect dialect() {
    return database.get().dialect();
  }

  private StreamReads streams() {
    return database.get().streams();
  }

  private PositionReads positions() {
    return database.get().positions();
  }

  /**
   * Appends messages to the log, all or none, as a part of the current transaction: others see them
   * when it commits. Positions ascend in the order of the list (R19). Without messages, it sends no
   * SQL. After an exception nothing is stored; roll back, since the transaction may not be usable.
   *
   * @return their positions; empty if there are no messages
   * @throws ConcurrentAggregateChangeException if another transaction took one of the stream
   *     versions (R5); an append of many messages may not know the actual version
   * @throws AggregateClosedException if one of the streams is closed
   * @throws DuplicateMessageException if a message id is in the log already
   * @throws IllegalStateException outside of a transaction
   */
  public Optional<AppendedPositions> append(List<NewMessage> messages) {
    return messages.isEmpty()
        ? Optional.empty()
        : Optional.of(database.get().append().append(messages));
  }

  /**
   * Appends a message without a stream version in a transaction of its own, by one statement
   * without any other round trip.
   *
   * <p>Nothing may be bound to the thread: a connection of a transaction that has ended would take
   * the message with it.
   *
   * @return false, and then nothing is appended, if the message, the database or the connection
   *     needs more than one statement
   */
  @API(status = API.Status.INTERNAL)
  public boolean appendAlone(NewMessage message) {
    return database.get().append().appendAlone(message);
  }

  /** The version of a stream's last event, archived or not; 0 if it has none. */
  public long currentVersion(StreamName stream) {
    return streams().end(stream).lastEvent();
  }

  /**
   * Makes sure that a stream is not closed.
   *
   * @throws AggregateClosedException if it is
   */
  public void refuseClosed(StreamName stream) {
    streams()
        .closing(stream)
        .ifPresent(
            closed -> {
              throw closed;
            });
  }

  /**
   * Checks that no transaction has changed a stream.
   *
   * @throws ConcurrentAggregateChangeException if its last event has another version, or it is
   *     closed (R5)
   */
  public void expectVersion(StreamName stream, long expected) {
    long actual = streams().end(stream).version();
    if (actual != expected) {
      throw ConcurrentAggregateChangeException.at(actual, stream, expected);
    }
  }

  /**
   * The ids of a category's open streams, in ascending order, after a given id. If the list is
   * shorter than {@code limit}, there are no more.
   *
   * @param after an id; the empty text for the first page
   */
  public List<String> streams(String category, String after, int limit) {
    return streams().open(category, after, limit);
  }

  /**
   * A stream's events in the order of versions. If the list is shorter than {@code limit}, there
   * are no more. Archived events are not read.
   *
   * @param fromVersion the first version to read; versions start at 1
   */
  public List<RecordedMessage> readStream(StreamName stream, long fromVersion, int limit) {
    return readStream(stream, fromVersion, Long.MAX_VALUE, limit);
  }

  /** A stream's events in the order of versions, up to and with {@code toVersion}. */
  public List<RecordedMessage> readStream(
      StreamName stream, long fromVersion, long toVersion, int limit) {
    return streams().forwards(stream, fromVersion, toVersion, limit);
  }

  /**
   * As {@link #readStream(StreamName, long, int)}, for a caller that will append to the stream.
   *
   * @throws AggregateClosedException when the end of the stream is read, if it is closed
   */
  public List<RecordedMessage> readOpenStream(StreamName stream, long fromVersion, int limit) {
    return streams().forwardsIfOpen(stream, fromVersion, limit);
  }

  /**
   * As {@link #readOpenStream}, for a caller that makes the state of the stream and needs neither
   * positions nor metadata: it costs half as much.
   *
   * @throws AggregateClosedException when the end of the stream is read, if it is closed
   */
  @API(status = API.Status.INTERNAL)
  public List<StreamEvent> loadOpenStream(StreamName stream, long fromVersion, int limit) {
    return streams().loadIfOpen(stream, fromVersion, limit);
  }

  /**
   * As {@link #readStream(StreamName, long, long, int)}, but with the events that are in the
   * archive.
   */
  public List<RecordedMessage> readStreamWithArchive(
      StreamName stream, long fromVersion, long toVersion, int limit) {
    return streams().forwardsWithArchive(stream, fromVersion, toVersion, limit);
  }

  /** A stream's events in descending order of versions. */
  public List<RecordedMessage> readStreamBackwards(StreamName stream, long fromVersion, int limit) {
    return streams().backwards(stream, fromVersion, limit);
  }

  /**
   * A stream's events as of an instant: in the order of versions, up to the first one that occurred
   * later. If the list is shorter than {@code limit}, there are no more.
   */
  public List<RecordedMessage> readStreamAsOf(
      StreamName stream, Instant asOf, long fromVersion, int limit) {
    return readStream(stream, fromVersion, limit).stream()
        .takeWhile(event -> !event.metadata().occurredAt().isAfter(asOf))
        .toList();
  }

  /**
   * The events of one category above a position, in the order of positions, up to the position at
   * which an open transaction may still add one. If the next read begins at the last position,
   * nothing is skipped.
   */
  public List<RecordedMessage> readCategory(String category, long afterPosition, int limit) {
    requireLatestCommits();
    return read(
        LogFilter.between(afterPosition, settled.move(), limit)
            .kinds(MessageKind.EVENT)
            .categories(Set.of(category)));
  }

  /**
   * All events above a position, in the order of positions, up to the position at which an open
   * transaction may still add one. If the next read begins at the last position, nothing is
   * skipped.
   */
  public List<RecordedMessage> readAll(long afterPosition, int limit) {
    requireLatestCommits();
    return read(LogFilter.between(afterPosition, settled.move(), limit).kinds(MessageKind.EVENT));
  }

  /** The messages of known kinds that the filter accepts, in the order of positions. */
  @API(status = API.Status.INTERNAL)
  public List<RecordedMessage> read(LogFilter filter) {
    requireLatestCommits();
    return LogRow.messages(positions().read(ofKnownKinds(filter)));
  }

  /**
   * As {@link #read}, but stops after a number of bytes of JSON, with at least one message if there
   * is any. The next page begins at {@link LogPage#through()}.
   */
  @API(status = API.Status.INTERNAL)
  public LogPage readPage(LogFilter filter, long bytes) {
    requireLatestCommits();
    return positions().page(ofKnownKinds(filter), bytes);
  }

  /**
   * As {@link #readPage}, of the messages that the transaction sees, at any isolation level. A
   * message below one of them may be committed later.
   */
  @API(status = API.Status.INTERNAL)
  public LogPage readVisiblePage(LogFilter filter, long bytes) {
    return positions().page(ofKnownKinds(filter), bytes);
  }

  private LogFilter ofKnownKinds(LogFilter filter) {
    return filter.kinds().isEmpty() ? filter.kinds(json.kinds()) : filter;
  }

  /** Until the end of this transaction, limits the wait for a lock to about this time. */
  public void limitLockWait(Duration most) {
    dialect().limitLockWait(most);
  }

  /**
   * An SQL condition that is true. From the statement that evaluates it to the end of the
   * transaction, PostgreSQL ends the session if it is idle for longer than the limit. H2 has no
   * such limit.
   */
  public String endIfIdle(Duration limit) {
    return dialect().endIfIdle(limit);
  }

  /**
   * If a counter assigns positions, as on H2: waits for the transaction that holds the counter, and
   * holds the counter until this transaction ends. Otherwise does nothing.
   */
  @API(status = API.Status.INTERNAL)
  public void holdUpAppends() {
    dialect().holdUpAppends();
  }

  /** Whether the database can notify other nodes at once. */
  public boolean canNotify() {
    return dialect().canNotify();
  }

  /** The names of the types of the messages in the log. */
  public Set<String> types() {
    return positions().types();
  }

  /** The message of the log or the archive with this id, if there is one. */
  public Optional<RecordedMessage> find(UUID messageId) {
    return database.get().correlations().find(messageId);
  }

  /**
   * The messages of the log and the archive that have this correlation id, the first ones in the
   * order of positions.
   */
  public List<RecordedMessage> readCorrelated(String correlationId, int limit) {
    return database.get().correlations().correlated(correlationId, limit);
  }

  /**
   * Returns the visible messages of the log and the archive above a position, in the order of
   * positions. For displays, not for followers of the log: it does not wait for open transactions.
   */
  public List<RecordedMessage> readUnfiltered(long afterPosition, int limit) {
    return database.get().correlations().page(afterPosition, limit);
  }

  /** The highest visible position; 0 if the log is empty. */
  public long head() {
    String sql = "select coalesce(max(position), 0) from %s".formatted(database.get().messages());
    return Objects.requireNonNull(jdbc.queryForObject(sql, Long.class));
  }

  /**
   * The position up to which every message is visible or will never come. It is below the head
   * while a transaction that appends is open.
   */
  public long settledHead() {
    requireLatestCommits();
    return settled.move();
  }

  /** An SQL expression with its argument. */
  @API(status = API.Status.INTERNAL)
  public record SqlValue(String sql, long argument) {}

  /**
   * An SQL expression for {@link #settledHead}, or a somewhat lower position, for a statement of
   * the caller.
   */
  @API(status = API.Status.INTERNAL)
  public SqlValue settledHeadInSql() {
    return new SqlValue(dialect().settledHead(), settled.known());
  }

  /**
   * A reader of everything above a position.
   *
   * @param after a position that is settled, such as a checkpoint or 0
   */
  @API(status = API.Status.INTERNAL)
  public LogTail tail(long after) {
    return new LogTail(
        after,
        (position, limit) -> positions().after(position, limit, MAX_BYTES),
        settled.newWatch(),
        settled::note);
  }

  /**
   * Refuses a transaction that does not see the latest commits, because it could miss a message.
   */
  private void requireLatestCommits() {
    if (TransactionSynchronizationManager.isActualTransactionActive()
        && !connection.ask(dialect()::seesLatestCommits)) {
      throw new IllegalStateException(
          "The log was read by position in a transaction with a stricter isolation than READ COMMITTED, which could miss messages. Read it outside of the transaction.");
    }
  }
}
