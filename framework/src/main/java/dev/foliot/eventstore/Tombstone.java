package dev.foliot.eventstore;

/**
 * The end of a stream, as its last message: the aggregate is closed.
 *
 * @param reason why, in the words of whoever closed it
 */
public record Tombstone(String reason) {
  /** The type name that is stored with it. */
  public static final String TYPE = "foliot.tombstone";
}
