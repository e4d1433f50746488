package dev.foliot.observation;

import dev.foliot.message.Metadata;
import io.micrometer.common.KeyValues;

/** The keys that every span has about its message. */
final class MessageKeys {
  private MessageKeys() {}

  static KeyValues of(Metadata message) {
    return KeyValues.of(
        "foliot.message.id", message.id().toString(),
        "foliot.correlation.id", message.correlationId());
  }
}
