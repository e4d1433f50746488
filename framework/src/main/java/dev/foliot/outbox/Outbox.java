package dev.foliot.outbox;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StorableKey;
import dev.foliot.message.Given;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.StorableText;
import dev.foliot.message.StreamKey;
import dev.foliot.personaldata.SubjectTraces;
import dev.foliot.unitofwork.OutboxWriter;
import dev.foliot.unitofwork.Transactions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of {@code foliot_outbox}: events that wait to be published, and published events. Rows
 * are written in the transaction that stores the event. An operator can list them, and retry or
 * discard failed ones.
 */
public final class Outbox implements OutboxWriter, SubjectTraces {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final String BEAN = "The bean Outbox";
  private static final int MAX_KEY = 700;
  private static final int MAX_REASON = 1_000;
  private static final int MAX_NAME = 200;

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final MessageTypes types;
  private final MessageJson json;
  private final Transactions transactions;
  private final InstantSource clock;

  /**
   * Made by the auto-configuration.
   *
   * @param transactions transactions in which entries are changed; the data source of the template
   *     may have auto-commit off
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  public Outbox(
      JdbcTemplate template,
      FoliotSchema schema,
      MessageTypes types,
      MessageJson json,
      Transactions transactions,
      InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
    this.template = template;
    this.jdbc = JdbcClient.create(template);
    this.schema = schema;
    this.types = types;
    this.json = json;
  }

  /**
   * @hidden
   */
  @Override
  @API(status = API.Status.INTERNAL)
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
        new ReadEntry.StoredMetadata(
            metadata.correlationId(),
            metadata.causationId(),
            metadata.traceParent(),
            metadata.headers());
    return new Object[] {
      destination,
      StorableKey.of(StreamKey.of(message.stream().category(), message.stream().id()), MAX_KEY),
      metadata.id(),
      metadata.type(),
      metadata.typeVersion(),
      metadata.priority().value(),
      payload,
      json.write(stored),
      metadata.occurredAt().atOffset(ZoneOffset.UTC)
    };
  }

  /**
   * Entries in one state, oldest first.
   *
   * @param limit the maximum number, from 1 to 10,000
   */
  public List<OutboxEntry> list(OutboxStatus status, int limit) {
    return list(status, 0, limit);
  }

  /** Returns the same as {@link #list(OutboxStatus, int)}, after the entry with the given id. */
  public List<OutboxEntry> list(OutboxStatus status, long after, int limit) {
    Given.value(status, BEAN, "an OutboxStatus");
    return jdbc
        .sql(
            "select * from %s where status = ? and id > ? order by id fetch first ? rows only"
                .formatted(schema.table("foliot_outbox")))
        .params(status.stored(), after, Given.limit(limit))
        .query(new ReadEntry(json))
        .list()
        .stream()
        .map(ReadEntry.Row::entry)
        .toList();
  }

  /** How many messages are not published, and how many of them wait behind a failed one. */
  public OutboxReport report() {
    return new OutboxReport(
        count("status = 'pending'"),
        count(
            """
            status = 'pending' and exists (
              select 1 from %1$s earlier
              where earlier.destination = o.destination and earlier.message_key = o.message_key
                and earlier.id < o.id and earlier.status = 'failed')"""),
        count("status = 'failed'"));
  }

  private long count(String condition) {
    String sql =
        "select count(*) from (select 1 from %1$s o where "
            + condition
            + " fetch first ? rows only) counted";
    return jdbc.sql(sql.formatted(schema.table("foliot_outbox")))
        .param(OutboxReport.MAX)
        .query(Long.class)
        .single();
  }

  /**
   * Lets a failed entry be tried again, from its first attempt.
   *
   * @return whether there was a failed entry with this id
   */
  public boolean retry(long id) {
    return retry(FailedEntries.withId(id)) == 1;
  }

  /**
   * Retries failed entries, from their first attempt; the entries behind them follow in order.
   *
   * @return how many
   */
  public int retry(FailedEntries which) {
    String sql =
        "update %s set status = 'pending', attempts = 0, next_attempt_at = null where status = 'failed'"
            .formatted(schema.table("foliot_outbox"));
    int retried = change(sql, which);
    LOG.info("outbox: {} failed message(s) {} are tried again", retried, which);
    return retried;
  }

  /**
   * Discards failed entries: they are never published, and the entries behind them are published in
   * order. The rows stay, for the record; write no personal data into the reason.
   *
   * @param reason why; up to 1,000 characters
   * @param by the person that decides; up to 200 characters
   * @return how many
   * @throws IllegalArgumentException without a reason or a name, or if one is too long or has the
   *     character U+0000
   */
  public int discard(FailedEntries which, String reason, String by) {
    Given.value(reason, BEAN, "a reason");
    Given.value(by, BEAN, "the name of the person who decides it");
    requireText("a reason", reason, MAX_REASON);
    requireText("the name of the person", by, MAX_NAME);
    String sql =
        """
        update %s set status = 'discarded', discard_reason = ?, discarded_by = ?, discarded_at = ?
        where status = 'failed'"""
            .formatted(schema.table("foliot_outbox"));
    int discarded = change(sql, which, reason, by, clock.instant().atOffset(ZoneOffset.UTC));
    LOG.info(
        "outbox: {} failed message(s) {} were discarded by={}: {}", discarded, which, by, reason);
    return discarded;
  }

  private int change(String sql, FailedEntries which, Object... values) {
    Given.value(which, BEAN, "FailedEntries, such as FailedEntries.all()");
    if (which.namesUnstorableText()) {
      return 0;
    }
    List<Object> arguments = new ArrayList<>(List.of(values));
    arguments.addAll(which.arguments());
    return transactions.inCurrentOrNew(
        () -> jdbc.sql(sql + which.condition()).params(arguments).update());
  }

  private static void requireText(String what, String text, int most) {
    if (text.isBlank() || text.length() > most) {
      throw new IllegalArgumentException(
          "Nothing was discarded: give %s, in 1 to %s characters.".formatted(what, most));
    }
    StorableText.require("The text for " + what, text);
  }

  /**
   * Removes all error texts, because any of them may quote personal data, for example in a broker's
   * answer.
   *
   * @hidden
   */
  @Override
  @API(status = API.Status.INTERNAL)
  public void remove(String subject) {
    jdbc.sql(
            "update %s set error = '(removed when a data subject was forgotten)' where error is not null"
                .formatted(schema.table("foliot_outbox")))
        .update();
  }

  /** Returns the store of the relay. */
  RelayStore relayStore(RelayGuard guard) {
    return new RelayStore(jdbc, schema, json, transactions, guard);
  }
}
