package dev.foliot.workflow;

import dev.foliot.message.Given;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Options of a callback. Immutable.
 *
 * @param timeout if the callback is not completed within this time, it fails with {@link
 *     CallbackTimedOutException}; null for no limit
 * @param heartbeatTimeout if neither an outcome nor a heartbeat comes within this time, the
 *     callback fails in the same way; null for no limit
 * @param codec reads the result; null for JSON
 */
public record CallbackOptions(
    @Nullable Duration timeout, @Nullable Duration heartbeatTimeout, @Nullable PayloadCodec codec) {
  private static final CallbackOptions DEFAULTS = new CallbackOptions(null, null, null);

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException if a time is not positive
   */
  public CallbackOptions {
    PositiveTime.check(timeout, "time-out of a callback");
    PositiveTime.check(heartbeatTimeout, "heartbeat time-out of a callback");
  }

  /** A callback without a time-out. */
  public static CallbackOptions defaults() {
    return DEFAULTS;
  }

  /** A callback that must be completed within this time, positive. */
  public static CallbackOptions timeout(Duration timeout) {
    return DEFAULTS.withTimeout(timeout);
  }

  /** Sets the time within which the callback must be completed, positive. */
  public CallbackOptions withTimeout(Duration wanted) {
    return new CallbackOptions(
        Given.value(wanted, "CallbackOptions.timeout", "a duration"), heartbeatTimeout, codec);
  }

  /** Sets the time within which the next heartbeat must come, positive. */
  public CallbackOptions withHeartbeatTimeout(Duration wanted) {
    return new CallbackOptions(
        timeout, Given.value(wanted, "CallbackOptions.withHeartbeatTimeout", "a duration"), codec);
  }

  /** Reads the result by another codec. */
  public CallbackOptions withCodec(PayloadCodec wanted) {
    return new CallbackOptions(
        timeout, heartbeatTimeout, Given.value(wanted, "CallbackOptions.withCodec", "a codec"));
  }
}
