package dev.foliot.outbox;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StorableKey;
import dev.foliot.failure.ErrorText;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.StreamKey;
import dev.foliot.personaldata.SubjectTraces;
import dev.foliot.unitofwork.OutboxWriter;
import dev.foliot.unitofwork.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of {@code foliot_outbox}: events that wait to be published, and those that were. Rows
 * are written in the transaction that stores the event; an operator can list them and reset failed
 * ones.
 */
public final class Outbox implements OutboxWriter, SubjectTraces {
  private static final int MOST_ERROR_TEXT = 4_000;
  private static final int MOST_KEY = 700;

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final MessageTypes types;
  private final MessageJson json;
  private final Transactions transactions;

  /**
   * @param transactions in which entries and the lock are changed; on the data source of the
   *     template, whose connections may commit nothing by themselves
   */
  public Outbox(
      JdbcTemplate template,
      FoliotSchema schema,
      MessageTypes types,
      MessageJson json,
      Transactions transactions) {
    this.transactions = transactions;
    this.template = template;
    this.jdbc = JdbcClient.create(template);
    this.schema = schema;
    this.types = types;
    this.json = json;
  }

  /** What the columns of the log say elsewhere stands here beside the message. */
  private record StoredMetadata(
      String correlationId,
      @Nullable UUID causationId,
      @Nullable String traceParent,
      Map<String, String> headers) {}

  private record Key(String destination, String key) {}

  @Override
  public void write(List<NewMessage> published) {
    List<String> payloads =
        json.writePayloads(published.stream().map(each -> each.message().payload()).toList());
    List<Object[]> rows =
        IntStream.range(0, payloads.size())
            .mapToObj(i -> row(published.get(i), payloads.get(i)))
            .toList();
    template.batchUpdate(
        """
        insert into %s (destination, message_key, message_id, type, type_version, priority, payload,
          metadata, occurred_at, status, attempts)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0)"""
            .formatted(schema.table("foliot_outbox")),
        rows);
  }

  private Object[] row(NewMessage message, String payload) {
    Metadata metadata = message.message().metadata();
    String destination =
        Objects.requireNonNull(types.of(message.message().payload().getClass()).publishTo());
    var stored =
        new StoredMetadata(
            metadata.correlationId(),
            metadata.causationId(),
            metadata.traceParent(),
            metadata.headers());
    return new Object[] {
      destination,
      StorableKey.of(StreamKey.of(message.stream().category(), message.stream().id()), MOST_KEY),
      metadata.id(),
      metadata.type(),
      metadata.typeVersion(),
      metadata.priority().value(),
      payload,
      json.write(stored),
      metadata.occurredAt().atOffset(ZoneOffset.UTC)
    };
  }

  /** Entries in one state, oldest first. */
  public List<OutboxEntry> list(OutboxStatus status, int limit) {
    return jdbc.sql(
            """
            select * from %s where status = ? order by id fetch first ? rows only"""
                .formatted(schema.table("foliot_outbox")))
        .params(status.stored(), limit)
        .query((row, n) -> entry(row))
        .list();
  }

  /**
   * How many entries are in one state.
   *
   * @param most where counting stops
   */
  public long count(OutboxStatus status, int most) {
    return jdbc.sql(
            "select count(*) from (select 1 from %s where status = '%s' fetch first ? rows only) counted"
                .formatted(schema.table("foliot_outbox"), status.stored()))
        .param(most)
        .query(Long.class)
        .single();
  }

  /**
   * Lets a failed entry be tried again, from its first attempt.
   *
   * @return whether there was a failed entry with this id
   */
  public boolean retry(long id) {
    String sql =
        """
        update %s set status = 'pending', attempts = 0, next_attempt_at = null
        where id = ? and status = 'failed'"""
            .formatted(schema.table("foliot_outbox"));
    return transactions.inCurrentOrNew(() -> jdbc.sql(sql).param(id).update()) == 1;
  }

  /** Whether anything waits to be published, now or later. */
  boolean hasPending() {
    return jdbc.sql(
            "select 1 from %s where status = 'pending' fetch first 1 rows only"
                .formatted(schema.table("foliot_outbox")))
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /**
   * The entries to publish next, in the order in which to publish them: by priority, but an entry
   * brings all earlier ones of its key along, before itself. Keys with an entry that failed, or
   * waits for its next attempt, are left out from that entry on.
   *
   * @param latest the latest instant that an entry can wait for; if one waits longer, the clock has
   *     been set back, and it is due
   */
  List<OutboxEntry> due(Instant now, Instant latest, int limit) {
    List<Key> keys = dueKeys(now, latest, limit);
    List<OutboxEntry> due = new ArrayList<>();
    for (Key key : keys) {
      for (OutboxEntry entry : unpublished(key, limit)) {
        boolean waits =
            entry.status() == OutboxStatus.FAILED || waits(entry.nextAttemptAt(), now, latest);
        if (waits || due.size() == limit) {
          break;
        }
        due.add(entry);
      }
    }
    return due;
  }

  private static boolean waits(@Nullable Instant next, Instant now, Instant latest) {
    return next != null && next.isAfter(now) && !next.isAfter(latest);
  }

  private List<Key> dueKeys(Instant now, Instant latest, int limit) {
    List<Key> rows =
        jdbc.sql(
                """
                select destination, message_key from %1$s o
                where status = 'pending' and not exists (
                  select 1 from %1$s earlier
                  where earlier.destination = o.destination and earlier.message_key = o.message_key
                    and earlier.id <= o.id
                    and earlier.status in ('pending', 'failed')
                    and (earlier.status = 'failed'
                      or (earlier.next_attempt_at > ? and earlier.next_attempt_at <= ?)))
                order by priority desc, id fetch first ? rows only"""
                    .formatted(schema.table("foliot_outbox")))
            .params(now.atOffset(ZoneOffset.UTC), latest.atOffset(ZoneOffset.UTC), limit)
            .query((row, n) -> new Key(row.getString(1), row.getString(2)))
            .list();
    Set<Key> distinct = new LinkedHashSet<>(rows);
    return List.copyOf(distinct);
  }

  private List<OutboxEntry> unpublished(Key key, int limit) {
    return jdbc.sql(
            """
            select * from %s where destination = ? and message_key = ? and status in ('pending', 'failed')
            order by id fetch first ? rows only"""
                .formatted(schema.table("foliot_outbox")))
        .params(key.destination(), key.key(), limit)
        .query((row, n) -> entry(row))
        .list();
  }

  /** When the next entry is due that waits after a failure. */
  Optional<Instant> nextDue() {
    return Optional.ofNullable(
            jdbc.sql(
                    "select min(next_attempt_at) from %s where status = 'pending'"
                        .formatted(schema.table("foliot_outbox")))
                .query((row, n) -> row.getObject(1, OffsetDateTime.class))
                .list()
                .get(0))
        .map(OffsetDateTime::toInstant);
  }

  void published(long id, Instant now) {
    String sql =
        """
        update %s set status = 'published', attempts = attempts + 1, published_at = ?,
          next_attempt_at = null, error = null
        where id = ?"""
            .formatted(schema.table("foliot_outbox"));
    transactions.doInNew(() -> jdbc.sql(sql).params(now.atOffset(ZoneOffset.UTC), id).update());
  }

  /** Nothing changes if another relay, which took the lock meanwhile, has published the entry. */
  void failed(OutboxEntry entry, @Nullable Instant nextAttemptAt, Throwable error) {
    String text = ErrorText.of(redact(entry, error)).replace('\0', ' ');
    String sql =
        """
        update %s set status = ?, attempts = attempts + 1, next_attempt_at = ?, error = ?
        where id = ? and status = 'pending'"""
            .formatted(schema.table("foliot_outbox"));
    transactions.doInNew(
        () ->
            jdbc.sql(sql)
                .param(nextAttemptAt == null ? "failed" : "pending")
                .param(nextAttemptAt == null ? null : nextAttemptAt.atOffset(ZoneOffset.UTC))
                .param(ErrorText.cut(text, MOST_ERROR_TEXT))
                .param(entry.id())
                .update());
  }

  /** The error without the personal data of the entry. */
  Throwable redact(OutboxEntry entry, Throwable error) {
    return json.redact(entry.message().json(), error);
  }

  /** An error may quote anybody: a broker's answer, a handler of its own. */
  @Override
  public void remove(String subject) {
    jdbc.sql(
            "update %s set error = '(removed when a data subject was forgotten)' where error is not null"
                .formatted(schema.table("foliot_outbox")))
        .update();
  }

  /** Removes some entries that were published before then; how many. */
  int removePublishedBefore(Instant then, int most) {
    String sql =
        """
        delete from %1$s where id in (
          select id from %1$s where status = 'published' and published_at < ?
          order by published_at fetch first ? rows only)"""
            .formatted(schema.table("foliot_outbox"));
    return transactions.inNew(
        () -> jdbc.sql(sql).params(then.atOffset(ZoneOffset.UTC), most).update());
  }

  /**
   * The lock of the relay, for one owner.
   *
   * @param now an SQL expression for the present instant
   */
  OutboxLock lock(String owner, Duration duration, Supplier<String> now) {
    return new OutboxLock(jdbc, schema.table("foliot_lock"), transactions, owner, duration, now);
  }

  private OutboxEntry entry(ResultSet row) throws SQLException {
    StoredMetadata stored = json.read(row.getString("metadata"), StoredMetadata.class);
    Metadata metadata =
        new Metadata(
            row.getObject("message_id", UUID.class),
            stored.correlationId(),
            stored.causationId(),
            Priority.of(row.getInt("priority")),
            row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
            row.getString("type"),
            row.getInt("type_version"),
            null,
            stored.traceParent(),
            stored.headers());
    return new OutboxEntry(
        row.getLong("id"),
        new OutboundMessage(
            row.getString("destination"),
            row.getString("message_key"),
            metadata,
            row.getString("payload")),
        OutboxStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getInt("attempts"),
        instant(row, "next_attempt_at"),
        instant(row, "published_at"),
        row.getString("error"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }
}
