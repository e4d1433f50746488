package dev.foliot.outbox;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StorableKey;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Metadata;
import dev.foliot.message.StreamKey;
import dev.foliot.personaldata.SubjectTraces;
import dev.foliot.unitofwork.OutboxWriter;
import dev.foliot.unitofwork.Transactions;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of {@code foliot_outbox}: events that wait to be published, and those that were. Rows
 * are written in the transaction that stores the event; an operator can list them and reset failed
 * ones.
 */
public final class Outbox implements OutboxWriter, SubjectTraces {
  private static final int MOST_KEY = 700;

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final MessageTypes types;
  private final MessageJson json;
  private final Transactions transactions;

  /**
   * @param transactions in which entries are changed; on the data source of the
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
        new ReadEntry.StoredMetadata(
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
        .query(new ReadEntry(json))
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

  /** An error may quote anybody: a broker's answer, a handler of its own. */
  @Override
  public void remove(String subject) {
    jdbc.sql(
            "update %s set error = '(removed when a data subject was forgotten)' where error is not null"
                .formatted(schema.table("foliot_outbox")))
        .update();
  }

  /** What a relay reads and writes. */
  RelayStore relayStore(RelayGuard guard) {
    return new RelayStore(jdbc, schema, json, transactions, guard);
  }
}
