package dev.foliot.message;

import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of the messages that a stored message became.
 *
 * @param type the name of its type
 * @param version its schema version, from 1, from which its own upcasters continue
 * @param content its JSON
 */
public record UpcastMessage(String type, int version, ObjectNode content) {

  public UpcastMessage {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(content, "content");
  }

  /** A message of that type and version. */
  public static UpcastMessage of(String type, int version, ObjectNode content) {
    return new UpcastMessage(type, version, content);
  }
}
