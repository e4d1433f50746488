package dev.foliot.message;

import org.apiguardian.api.API;

/**
 * The end of a stream, as its last message: the aggregate is closed.
 *
 * @param reason the reason that the caller gave
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Tombstone(String reason) {
  /** Its message type. */
  public static final MessageType TYPE =
      new MessageType(
          MessageKind.TOMBSTONE, MessageType.OWN_PREFIX + "tombstone", 1, Tombstone.class, null);
}
