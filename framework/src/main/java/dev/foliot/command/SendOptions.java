package dev.foliot.command;

import dev.foliot.message.MessageOptions;
import java.time.Duration;
import java.time.Instant;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The options of a command that is processed or submitted.
 *
 * @param message the options of its message
 * @param at the due time, or null
 * @param after the time until the command is due, or null; if both are null, it is due at once
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
  /** No options. */
  public static final SendOptions NONE =
      new SendOptions(MessageOptions.NONE, null, null, null, false);

  /** Returns the same options with other options of the message. */
  public SendOptions withMessage(MessageOptions other) {
    return new SendOptions(other, at, after, idempotencyKey, refusesRepeats);
  }

  /** Returns the same options with an idempotency key. */
  public SendOptions withIdempotencyKey(String key) {
    return new SendOptions(message, at, after, key, refusesRepeats);
  }

  /** Returns the same options, so that a repeat is an error. */
  public SendOptions refusingRepeats() {
    return new SendOptions(message, at, after, idempotencyKey, true);
  }

  /** Returns the same options with a due time. */
  public SendOptions at(Instant due) {
    return new SendOptions(message, due, null, idempotencyKey, refusesRepeats);
  }

  /** Returns the same options with a time until the command is due. */
  public SendOptions after(Duration wait) {
    return new SendOptions(message, null, wait, idempotencyKey, refusesRepeats);
  }

  /** Whether the command waits for its time. */
  public boolean isScheduled() {
    return at != null || after != null;
  }
}
