package dev.foliot.handler;

import dev.foliot.message.Lane;
import dev.foliot.message.Metadata;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One message given to one handler, and the outcome.
 *
 * @param subscription the handler's name
 * @param kind the kind of the handler
 * @param lane the lane in which the message travelled
 * @param category the category of the message's stream
 * @param streamId the id of the message's stream
 * @param streamVersion the version in the stream; 0 if it is no event
 * @param metadata the message's metadata
 * @param payload the message; null if it could not be read
 * @param attempt from 1
 * @param outcome the outcome
 * @param error why it failed, or null
 * @param duration how long the handler took
 */
public record Delivery(
    String subscription,
    HandlerKind kind,
    Lane lane,
    String category,
    String streamId,
    long streamVersion,
    Metadata metadata,
    @Nullable Object payload,
    int attempt,
    Outcome outcome,
    @Nullable Throwable error,
    Duration duration) {

  /** The outcomes of a delivery. */
  public enum Outcome {
    /** Handled and committed; synchronously: handled, the commit follows. */
    HANDLED,
    /** Not handled, because the deadline of the command had passed before. */
    EXPIRED,
    /** Not handled, for example because the command was cancelled or the process has ended. */
    IGNORED,
    /** Failed; will be tried again. */
    RETRY,
    /** The message failed for good, and is kept with its error. */
    PARKED,
    /** The message failed, and the error method skipped it. */
    SKIPPED,
    /** Failed synchronously: the whole transaction rolls back. */
    FAILED
  }
}
