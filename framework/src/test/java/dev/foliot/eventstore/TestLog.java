package dev.foliot.eventstore;

import com.zaxxer.hikari.HikariDataSource;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.Lane;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageKind;
import dev.foliot.message.MessageOptions;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.TimeOrderedIds;
import dev.foliot.message.Tombstone;
import dev.foliot.message.TraceContext;
import dev.foliot.testsupport.CountingDataSource;
import dev.foliot.time.SteppableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A log in a new schema of a database, and what tests do with it. */
final class TestLog implements AutoCloseable {
  record Happened(String what) {}

  record Do(String what) {}

  static final MessageTypes TYPES =
      new MessageTypes(
          List.of(
              new MessageType(MessageKind.EVENT, "happened", 1, Happened.class, null),
              new MessageType(MessageKind.COMMAND, "do", 1, Do.class, null)));
  static final String CATEGORY = "letter";
  private static final AtomicInteger SCHEMAS = new AtomicInteger();

  final SteppableClock clock = new SteppableClock(Instant.parse("2026-11-01T10:00:00.123456Z"));
  final String schema;
  final CountingDataSource dataSource;
  final JdbcTemplate jdbc;
  final JdbcTransactionManager transactions;
  final EventStore store;
  final MessageJson json = new MessageJson(TYPES);
  private final IdGenerator ids = new TimeOrderedIds(clock);
  private final MessageFactory factory = new MessageFactory(TYPES, ids, clock, TraceContext.NONE);
  private final List<Writer> writers = new ArrayList<>();

  TestLog(DataSource database) {
    this(database, "log_" + SCHEMAS.incrementAndGet());
  }

  TestLog(DataSource database, String schema) {
    this.schema = schema;
    dataSource = new CountingDataSource(database);
    jdbc = new JdbcTemplate(dataSource);
    transactions = new JdbcTransactionManager(dataSource);
    new SchemaInitializer(dataSource, schema).initialize();
    store = new EventStore(dataSource, schema, json);
  }

  /**
   * An H2 database in which a writer waits for another as long as it takes, on a busy machine too.
   */
  static DataSource patient(DataSource h2) {
    new JdbcTemplate(h2).execute("set default_lock_timeout 60000");
    evictConnections(h2);
    return h2;
  }

  /** Makes the pool open new connections. */
  static void evictConnections(DataSource pool) {
    ((HikariDataSource) pool).getHikariPoolMXBean().softEvictConnections();
  }

  static StreamName stream(String id) {
    return new StreamName(CATEGORY, id);
  }

  /** The event {@code id@version}. */
  NewMessage event(String id, long version) {
    return event(stream(id), version, Lane.PRIMARY);
  }

  NewMessage event(StreamName stream, long version, Lane lane) {
    Message message = factory.raised(new Happened(stream.id() + "@" + version), null, null);
    return new NewMessage(MessageKind.EVENT, stream, version, message, lane, false);
  }

  NewMessage correlated(String id, long version, String correlation) {
    MessageOptions options = new MessageOptions(null, correlation, null, Map.of());
    Metadata cause = factory.sent(new Do(id), options).metadata();
    Message message = factory.raised(new Happened(id), cause, null);
    return new NewMessage(MessageKind.EVENT, stream(id), version, message, Lane.PRIMARY, false);
  }

  NewMessage tombstone(String id, long version, String reason) {
    Message message = factory.raised(new Tombstone(reason), null, null);
    return new NewMessage(MessageKind.TOMBSTONE, stream(id), version, message, Lane.PRIMARY, false);
  }

  /** Moves a closed stream's events to the archive. */
  void archive(String id) {
    archive(id, Long.MAX_VALUE);
  }

  int archive(String id, long toVersion) {
    LogArchive archive = new LogArchive(dataSource, FoliotSchema.of(dataSource, schema), json);
    return new TransactionTemplate(transactions)
        .execute(status -> archive.move(stream(id), toVersion));
  }

  NewMessage command(String id) {
    Message message = factory.sent(new Do(id), MessageOptions.NONE);
    return new NewMessage(MessageKind.COMMAND, stream(id), null, message, Lane.PRIMARY, false);
  }

  void append(NewMessage... messages) {
    inTransaction(store -> store.append(List.of(messages)));
  }

  void inTransaction(Consumer<EventStore> work) {
    new TransactionTemplate(transactions).executeWithoutResult(status -> work.accept(store));
  }

  /** A transaction that is open, on a thread and a connection of its own. */
  Writer writer() {
    Writer writer = new Writer(this);
    writers.add(writer);
    return writer;
  }

  /** The messages as {@code id@version}. */
  static List<String> names(List<RecordedMessage> messages) {
    return messages.stream()
        .map(message -> message.streamId() + "@" + message.streamVersion())
        .toList();
  }

  String table() {
    return schema + ".foliot_message";
  }

  @Override
  public void close() {
    writers.forEach(Writer::close);
  }
}
