package dev.foliot.engine;

import dev.foliot.failure.ErrorText;
import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import java.util.UUID;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A sequencing key that waits behind a failed message (R25).
 *
 * @param key the sequencing key
 * @param position the position of the first message that waits
 * @param attempts how often that message was tried, without the tries that do not count
 * @param status why the key is held
 * @param nextAttemptAt when the message is tried again; null if it is parked
 * @param messageId the message's id
 * @param messageType the message's type name
 * @param category the category of the message's stream
 * @param streamId the id of the message's stream
 * @param firstFailedAt when the message failed for the first time
 * @param lastFailedAt when the message failed for the last time
 * @param errorClass the class of the last error
 * @param errorText the text of the last error
 * @param stackTrace the stack trace of the last error
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record HeldKey(
    String key,
    long position,
    int attempts,
    HeldStatus status,
    @Nullable Instant nextAttemptAt,
    UUID messageId,
    String messageType,
    String category,
    String streamId,
    Instant firstFailedAt,
    Instant lastFailedAt,
    String errorClass,
    String errorText,
    String stackTrace) {

  private static final int MAX_ERROR_TEXT = 4_000;
  private static final int MAX_ERROR_CLASS = 500;

  /**
   * The key of a failed message.
   *
   * @param before the held state of the same key, or null
   */
  static HeldKey of(Failure failure, @Nullable HeldKey before) {
    RecordedMessage message = failure.message();
    HeldKey same = before != null && before.isFailed(message) ? before : null;
    Throwable shown = message.redact(failure.error());
    return new HeldKey(
        same != null ? same.key() : failure.key(),
        message.position(),
        failure.attempts(),
        failure.nextAttemptAt() == null ? HeldStatus.PARKED : HeldStatus.WAITING,
        failure.nextAttemptAt(),
        message.id(),
        message.type(),
        message.category(),
        message.streamId(),
        same != null ? same.firstFailedAt() : failure.failedAt(),
        failure.failedAt(),
        ErrorText.cut(failure.error().getClass().getName(), MAX_ERROR_CLASS),
        ErrorText.storable(String.valueOf(ErrorText.message(shown)), MAX_ERROR_TEXT),
        ErrorText.storable(ErrorText.stackTrace(shown)));
  }

  /** Whether a message is the failed message, rather than a message that waits behind it. */
  boolean isFailed(RecordedMessage message) {
    return message.position() == position && message.id().equals(messageId);
  }

  /**
   * Whether the key is due. If the time is before the failure, the clock was set back, perhaps by
   * much, so the key is due at once. A key whose messages are delivered again is always due.
   */
  boolean isDueAt(Instant now) {
    if (nextAttemptAt == null) {
      return false;
    }
    return status == HeldStatus.GOING_ON
        || !nextAttemptAt.isAfter(now)
        || now.isBefore(lastFailedAt);
  }

  boolean isParked() {
    return status == HeldStatus.PARKED;
  }

  /**
   * The same key without the stack trace, for the memory of the engine: traces are long, and the
   * table has them.
   */
  HeldKey withoutTrace() {
    return new HeldKey(
        key,
        position,
        attempts,
        status,
        nextAttemptAt,
        messageId,
        messageType,
        category,
        streamId,
        firstFailedAt,
        lastFailedAt,
        errorClass,
        errorText,
        "");
  }

  /**
   * The same key after the success of its failed message. It continues with the next message at
   * once. The texts of the failure are dropped, because they may have been removed from the table
   * meanwhile.
   */
  HeldKey goingOnAfter(long handled, Instant now) {
    return new HeldKey(
        key,
        handled + 1,
        0,
        HeldStatus.GOING_ON,
        now,
        messageId,
        messageType,
        category,
        streamId,
        firstFailedAt,
        lastFailedAt,
        errorClass,
        "",
        "");
  }
}
