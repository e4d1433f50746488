package dev.foliot.outbox;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.failure.ErrorText;
import dev.foliot.message.MessageJson;
import dev.foliot.unitofwork.Transactions;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The reads and writes of the relay. Each write to a row first checks that this node still relays,
 * so that a former relay changes nothing.
 */
final class RelayStore {
  private static final int MAX_ERROR_TEXT = 4_000;

  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final MessageJson json;
  private final Transactions transactions;
  private final RelayGuard guard;
  private final ReadEntry read;

  RelayStore(
      JdbcClient jdbc,
      FoliotSchema schema,
      MessageJson json,
      Transactions transactions,
      RelayGuard guard) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.json = json;
    this.transactions = transactions;
    this.guard = guard;
    this.read = new ReadEntry(json);
  }

  /** Messages of one key are published in order. */
  record Key(String destination, String key) {
    static Key of(OutboxEntry entry) {
      return new Key(entry.message().destination(), entry.message().key());
    }
  }

  private String sql(String text) {
    return text.formatted(schema.table("foliot_outbox"));
  }

  /** Whether an entry waits to be published, now or later. */
  boolean hasPending() {
    return jdbc.sql(sql("select 1 from %s where status = 'pending' fetch first 1 rows only"))
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  /**
   * Returns the entries to publish next, in the order of publishing. They are ordered by priority,
   * but all earlier entries of the same key come before an entry. If an entry has failed, or waits
   * for its next attempt, this entry and the later ones of its key are left out.
   *
   * @param latest the latest instant that an entry can wait for; if an entry waits longer, the
   *     clock was set back, and the entry is due
   */
  List<ReadEntry.Row> due(Instant now, Instant latest, int limit) {
    List<ReadEntry.Row> due = new ArrayList<>();
    for (Key key : dueKeys(now, latest, limit)) {
      for (ReadEntry.Row row : unpublished(key, limit)) {
        OutboxEntry entry = row.entry();
        boolean waits =
            entry.status() == OutboxStatus.FAILED || waits(entry.nextAttemptAt(), now, latest);
        if (waits || due.size() == limit) {
          break;
        }
        due.add(row);
      }
    }
    return due;
  }

  private static boolean waits(@Nullable Instant next, Instant now, Instant latest) {
    return next != null && next.isAfter(now) && !next.isAfter(latest);
  }

  private Set<Key> dueKeys(Instant now, Instant latest, int limit) {
    return new LinkedHashSet<>(
        jdbc.sql(
                sql(
                    """
                    select destination, message_key from %1$s o
                    where status = 'pending' and not exists (
                      select 1 from %1$s earlier
                      where earlier.destination = o.destination
                        and earlier.message_key = o.message_key
                        and earlier.id <= o.id
                        and earlier.status in ('pending', 'failed')
                        and (earlier.status = 'failed'
                          or (earlier.next_attempt_at > ? and earlier.next_attempt_at <= ?)))
                    order by priority desc, id fetch first ? rows only"""))
            .params(utc(now), utc(latest), limit)
            .query((row, n) -> new Key(row.getString(1), row.getString(2)))
            .list());
  }

  private List<ReadEntry.Row> unpublished(Key key, int limit) {
    return jdbc.sql(
            sql(
                """
                select * from %s
                where destination = ? and message_key = ? and status in ('pending', 'failed')
                order by id fetch first ? rows only"""))
        .params(key.destination(), key.key(), limit)
        .query(read)
        .list();
  }

  /** The earliest due time of the entries that wait after a failure. */
  Optional<Instant> nextDue() {
    return Optional.ofNullable(
            jdbc.sql(sql("select min(next_attempt_at) from %s where status = 'pending'"))
                .query((row, n) -> row.getObject(1, OffsetDateTime.class))
                .list()
                .get(0))
        .map(OffsetDateTime::toInstant);
  }

  void published(long id, Instant at) {
    String sql =
        sql(
            """
            update %s set status = 'published', attempts = attempts + 1, published_at = ?,
              next_attempt_at = null, error = null
            where id = ?""");
    owned(() -> jdbc.sql(sql).params(utc(at), id).update());
  }

  /** Notes that an entry is tried again, and that the try counts. */
  void retried(OutboxEntry entry, Instant next, Throwable error) {
    note(entry, "pending", 1, next, error);
  }

  /** Notes that an entry is tried again, and that the try does not count. */
  void spared(OutboxEntry entry, Instant next, Throwable error) {
    note(entry, "pending", 0, next, error);
  }

  /** Notes that an entry waits for a person. */
  void failed(OutboxEntry entry, Throwable error) {
    note(entry, "failed", 1, null, error);
  }

  private void note(
      OutboxEntry entry, String status, int counted, @Nullable Instant next, Throwable error) {
    String text = ErrorText.storable(ErrorText.of(redact(entry, error)), MAX_ERROR_TEXT);
    String sql =
        sql(
            """
            update %s set status = ?, attempts = attempts + ?, next_attempt_at = ?, error = ?
            where id = ? and status = 'pending'""");
    owned(
        () ->
            jdbc.sql(sql)
                .param(status)
                .param(counted)
                .param(next == null ? null : utc(next))
                .param(text)
                .param(entry.id())
                .update());
  }

  private void owned(Runnable write) {
    transactions.doInNew(
        () -> {
          guard.check();
          write.run();
        });
  }

  /** The error without the personal data of the entry. */
  Throwable redact(OutboxEntry entry, Throwable error) {
    return json.redact(entry.message().json(), error);
  }

  /** Removes some entries that were published before an instant, and returns their number. */
  int removePublishedBefore(Instant then, int most) {
    String sql =
        sql(
            """
            delete from %1$s where id in (
              select id from %1$s where status = 'published' and published_at < ?
              order by published_at fetch first ? rows only)""");
    return transactions.inNew(() -> jdbc.sql(sql).params(utc(then), most).update());
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
