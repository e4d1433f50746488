package dev.foliot.personaldata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Stored personal data: an object with all facts that reading needs, independent of the class and
 * the version of the message.
 *
 * @param subject the id of the person
 * @param sealed the encrypted JSON of the value; null if it was written when the subject was
 *     forgotten already
 * @param placeholder the value that is read when it cannot be opened any more
 */
record SealedValue(String subject, @Nullable String sealed, JsonNode placeholder) {
  /** The name of the only property of the object. */
  static final String NAME = "$personal";

  /** The text that every stored JSON with sealed values or escaped names contains. */
  static final String TRACE = NAME + "\"";

  private static final String SUBJECT = "subject";
  private static final String SEALED = "aes-256-gcm";
  private static final String PLACEHOLDER = "placeholder";

  static boolean isOne(JsonNode node) {
    return node.size() == 1
        && node.get(NAME) instanceof ObjectNode value
        && value.get(SUBJECT) instanceof StringNode;
  }

  /** Reads a sealed value from its node. */
  static SealedValue of(JsonNode node) {
    JsonNode value = node.get(NAME);
    JsonNode sealed = value.get(SEALED);
    JsonNode placeholder = value.get(PLACEHOLDER);
    return new SealedValue(
        value.get(SUBJECT).stringValue(),
        sealed == null ? null : sealed.stringValue(),
        placeholder == null ? JsonNodeFactory.instance.nullNode() : placeholder);
  }

  ObjectNode json() {
    ObjectNode value = JsonNodeFactory.instance.objectNode().put(SUBJECT, subject);
    if (sealed != null) {
      value.put(SEALED, sealed);
    }
    value.set(PLACEHOLDER, placeholder);
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set(NAME, value);
    return node;
  }

  /**
   * The place and the subject of a sealed value. The value can be opened only in this place and for
   * this subject.
   */
  static String place(String subject, String path) {
    return subject.length() + ":" + subject + path;
  }
}
