package dev.foliot.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Options of a callback. Immutable.
 *
 * @param timeout it fails with {@link CallbackTimedOutException} if it is not completed within this
 *     time; null for no limit
 * @param heartbeatTimeout it fails in the same way if neither an outcome nor a heartbeat comes
 *     within this time; null for no limit
 * @param codec reads the result; null for JSON
 */
public record CallbackOptions(
    @Nullable Duration timeout, @Nullable Duration heartbeatTimeout, @Nullable PayloadCodec codec) {
  private static final CallbackOptions DEFAULTS = new CallbackOptions(null, null, null);

  /** A callback without a limit of time. */
  public static CallbackOptions defaults() {
    return DEFAULTS;
  }

  /** A callback that must be completed within this time, positive. */
  public static CallbackOptions timeout(Duration timeout) {
    return DEFAULTS.withTimeout(timeout);
  }

  /** Sets the time within which it must be completed, positive. */
  public CallbackOptions withTimeout(Duration wanted) {
    return new CallbackOptions(wanted, heartbeatTimeout, codec);
  }

  /** Sets the time within which the next heartbeat must come, positive. */
  public CallbackOptions withHeartbeatTimeout(Duration wanted) {
    return new CallbackOptions(timeout, wanted, codec);
  }

  /** Reads the result by another codec. */
  public CallbackOptions withCodec(PayloadCodec wanted) {
    return new CallbackOptions(timeout, heartbeatTimeout, wanted);
  }
}
