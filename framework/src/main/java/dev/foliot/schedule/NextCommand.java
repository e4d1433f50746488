package dev.foliot.schedule;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.message.RawJson;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/**
 * Makes the command of the next firing from the stored previous one, because a node also moves
 * commands whose types it does not know. Each firing begins a new correlation.
 */
record NextCommand(IdGenerator ids, InstantSource clock) {
  NewMessage after(NewMessage previous) {
    Metadata before = previous.message().metadata();
    UUID id = ids.next();
    Metadata metadata =
        new Metadata(
            id,
            id.toString(),
            null,
            before.priority(),
            clock.instant(),
            before.type(),
            before.typeVersion(),
            null,
            null,
            Map.of());
    return new NewMessage(
        previous.kind(),
        stream(previous.stream(), before.id(), id),
        null,
        new Message(payload(previous.message().payload()), metadata),
        previous.lane(),
        false);
  }

  /** A command without a sequencing key has its own id as its stream. */
  private static StreamName stream(StreamName previous, UUID before, UUID id) {
    return previous.id().equals(before.toString())
        ? new StreamName(previous.category(), id.toString())
        : previous;
  }

  private static Object payload(Object previous) {
    return previous instanceof RawJson raw ? new RawJson(raw.json()) : previous;
  }
}
