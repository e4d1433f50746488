package dev.foliot.outbox;

/**
 * How many messages of the outbox are not published, whichever node relays. Each number stops at
 * {@link #MAX}.
 *
 * @param pending the number of entries that wait for their first or next attempt
 * @param blocked the pending entries that wait behind a failed one of their key
 * @param failed the number of entries that wait for a person
 */
public record OutboxReport(long pending, long blocked, long failed) {
  /** The number at which counting stops. */
  public static final int MAX = 10_000;
}
