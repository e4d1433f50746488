package dev.foliot.outbox;

/**
 * How many messages of the outbox are not published, whichever node relays. Each number stops at
 * {@link #MAX}.
 *
 * @param pending wait to be published, for the first time or again
 * @param blocked those of the pending ones that wait behind a failed one of their key
 * @param failed wait for a person
 */
public record OutboxReport(long pending, long blocked, long failed) {
  /** The number at which counting stops. */
  public static final int MAX = 10_000;
}
