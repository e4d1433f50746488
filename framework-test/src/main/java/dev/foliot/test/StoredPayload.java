package dev.foliot.test;

import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.MessageJson;
import dev.foliot.message.Metadata;
import dev.foliot.message.RawJson;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The payload of a message that was stored: the message of a timer is JSON when it fires. */
final class StoredPayload {
  private final Supplier<MessageJson> json;

  StoredPayload(Supplier<MessageJson> json) {
    this.json = json;
  }

  /** Returns the payload as an object; null if it cannot be read. */
  @Nullable Object of(NewMessage message) {
    Object payload = message.message().payload();
    if (!(payload instanceof RawJson raw)) {
      return payload;
    }
    Metadata metadata = message.message().metadata();
    return json.get()
        .readUnchanged(message.kind(), metadata.type(), metadata.typeVersion(), raw.json())
        .orElse(null);
  }
}
