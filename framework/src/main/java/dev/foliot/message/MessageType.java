package dev.foliot.message;

import org.jspecify.annotations.Nullable;

/**
 * The declared identity of a message class.
 *
 * @param kind event, command or query
 * @param name the stable name that is stored
 * @param version the schema version, from 1
 * @param javaType the class of today
 * @param publishTo the broker destination of an event that leaves the application; null for none
 */
public record MessageType(
    MessageKind kind, String name, int version, Class<?> javaType, @Nullable String publishTo) {

  public MessageType {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "The message type " + javaType.getName() + " has a blank name.");
    }
    if (version < 1) {
      throw new IllegalArgumentException(
          "The message type %s (%s) has version %d; versions start at 1."
              .formatted(name, javaType.getName(), version));
    }
  }
}
