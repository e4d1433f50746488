package dev.foliot.outbox;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StorableKey;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Message;
import dev.foliot.message.MessageKind;
import dev.foliot.message.Metadata;
import dev.foliot.message.RawJson;
import dev.foliot.message.RecordedMessage;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.unitofwork.UnitOfWork;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apiguardian.api.API;

/**
 * A broker inside the database. A published message becomes a new message in the log, with the
 * destination as its category. The engine delivers it like any other message: in order for each
 * key, with the same retries, lanes and checkpoints. The new message has its own id, because
 * publishing may be repeated; a header has the id of the event.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class InDatabaseBroker implements MessageBroker {
  /** The header that carries the id of the published event. */
  public static final String EVENT_ID = "foliot-event-id";

  private static final int MAX_STREAM = 500;

  private final IdGenerator ids;
  private final LaneRule lanes;
  private final Transactions transactions;

  public InDatabaseBroker(IdGenerator ids, LaneRule lanes, Transactions transactions) {
    this.ids = ids;
    this.lanes = lanes;
    this.transactions = transactions;
  }

  /** The id of the event that a published message is a copy of; empty for any other message. */
  public static Optional<UUID> eventIdOf(RecordedMessage message) {
    return message.kind() == MessageKind.PUBLISHED
        ? Optional.ofNullable(message.metadata().headers().get(EVENT_ID)).map(UUID::fromString)
        : Optional.empty();
  }

  @Override
  public void publish(OutboundMessage message) {
    NewMessage copy =
        new NewMessage(
            MessageKind.PUBLISHED,
            new StreamName(message.destination(), StorableKey.of(message.key(), MAX_STREAM)),
            null,
            new Message(new RawJson(message.json()), withOwnId(message.metadata())),
            lanes.laneOf(message.metadata().priority().value()),
            false);
    transactions.doInNew(() -> UnitOfWork.required().append(copy));
  }

  private Metadata withOwnId(Metadata event) {
    Map<String, String> headers = new HashMap<>(event.headers());
    headers.put(EVENT_ID, event.id().toString());
    return new Metadata(
        ids.next(),
        event.correlationId(),
        event.causationId(),
        event.priority(),
        event.occurredAt(),
        event.type(),
        event.typeVersion(),
        event.deadline(),
        event.traceParent(),
        headers);
  }
}
