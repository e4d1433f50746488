package dev.foliot.outbox;

/**
 * The number of unpublished messages of the outbox, on whichever node relays it. Each number stops
 * at {@link #MAX}.
 *
 * @param pending the number of entries that wait for their first or next attempt
 * @param blocked the pending entries that wait behind a failed one of their key
 * @param failed the number of entries that wait for a person
 */
public record OutboxReport(long pending, long blocked, long failed) {
  /** The number at which counting stops. */
  public static final int MAX = 10_000;
}
