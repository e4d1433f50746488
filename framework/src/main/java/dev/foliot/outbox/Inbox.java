package dev.foliot.outbox;

import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.handler.HandlerBean;
import dev.foliot.handler.HandlerKind;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apiguardian.api.API;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Remembers, in the delivery transaction, which published messages a subscriber has handled, so
 * that a message that arrives twice has one effect.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Inbox {
  private final JdbcClient jdbc;
  private final FoliotSchema schema;
  private final InstantSource clock;

  public Inbox(JdbcClient jdbc, FoliotSchema schema, InstantSource clock) {
    this.jdbc = jdbc;
    this.schema = schema;
    this.clock = clock;
  }

  /** The message for its handler: a published message has the id of the event again. */
  public Message received(HandlerBean handler, RecordedMessage recorded) {
    Message message = recorded.message();
    UUID eventId = idOf(recorded);
    if (handler.kind() != HandlerKind.SUBSCRIBER || eventId.equals(message.metadata().id())) {
      return message;
    }
    Metadata copy = message.metadata();
    Map<String, String> headers = new HashMap<>(copy.headers());
    headers.remove(InDatabaseBroker.EVENT_ID);
    Metadata event =
        new Metadata(
            eventId,
            copy.correlationId(),
            copy.causationId(),
            copy.priority(),
            copy.occurredAt(),
            copy.type(),
            copy.typeVersion(),
            copy.deadline(),
            copy.traceParent(),
            headers);
    return new Message(message.payload(), event);
  }

  /** A published copy has its own id; a header has the id of the event. */
  private static UUID idOf(RecordedMessage recorded) {
    return InDatabaseBroker.eventIdOf(recorded).orElseGet(() -> recorded.metadata().id());
  }

  /** The ids under which an inbox remembers the messages. */
  public List<UUID> idsOf(List<RecordedMessage> messages) {
    return messages.stream().map(Inbox::idOf).toList();
  }

  /**
   * Whether the handler must be called: always, unless a subscriber has handled the message before.
   */
  public boolean isNew(HandlerBean handler, RecordedMessage recorded) {
    if (handler.kind() != HandlerKind.SUBSCRIBER) {
      return true;
    }
    UUID id = idOf(recorded);
    boolean handled =
        jdbc.sql(
                "select 1 from %s where subscriber = ? and message_id = ?"
                    .formatted(schema.table("foliot_inbox")))
            .params(handler.name(), id)
            .query(Integer.class)
            .optional()
            .isPresent();
    if (!handled) {
      jdbc.sql(
              "insert into %s (subscriber, message_id, handled_at) values (?, ?, ?)"
                  .formatted(schema.table("foliot_inbox")))
          .params(handler.name(), id, clock.instant().atOffset(ZoneOffset.UTC))
          .update();
    }
    return !handled;
  }

  /** Forgets some messages that were handled before an instant, and returns their number. */
  public int removeHandledBefore(Instant then, int most) {
    return jdbc.sql(
            """
            delete from %1$s where (subscriber, message_id) in (
              select subscriber, message_id from %1$s where handled_at < ?
              order by handled_at fetch first ? rows only)"""
                .formatted(schema.table("foliot_inbox")))
        .params(then.atOffset(ZoneOffset.UTC), most)
        .update();
  }
}
