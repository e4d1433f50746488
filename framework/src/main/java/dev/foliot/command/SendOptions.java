package dev.foliot.command;

import dev.foliot.message.MessageOptions;
import java.time.Duration;
import java.time.Instant;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The options of a command that is processed or submitted.
 *
 * @param message those of its message
 * @param at when it is due; null for now
 * @param after how long from now it is due; null for now
 * @param idempotencyKey makes a repeat of the command return the first result; null for none
 * @param refusesRepeats whether a repeat is an error instead
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record SendOptions(
    MessageOptions message,
    @Nullable Instant at,
    @Nullable Duration after,
    @Nullable String idempotencyKey,
    boolean refusesRepeats) {
  /** Nothing is said. */
  public static final SendOptions NONE =
      new SendOptions(MessageOptions.NONE, null, null, null, false);

  /** The same with other options of the message. */
  public SendOptions withMessage(MessageOptions other) {
    return new SendOptions(other, at, after, idempotencyKey, refusesRepeats);
  }

  /** The same with a key. */
  public SendOptions withIdempotencyKey(String key) {
    return new SendOptions(message, at, after, key, refusesRepeats);
  }

  /** The same, with a repeat as an error. */
  public SendOptions refusingRepeats() {
    return new SendOptions(message, at, after, idempotencyKey, true);
  }

  /** The same at a time. */
  public SendOptions at(Instant due) {
    return new SendOptions(message, due, null, idempotencyKey, refusesRepeats);
  }

  /** The same after a time. */
  public SendOptions after(Duration wait) {
    return new SendOptions(message, null, wait, idempotencyKey, refusesRepeats);
  }

  /** Whether the command waits for its time. */
  public boolean isScheduled() {
    return at != null || after != null;
  }
}
