package dev.foliot.engine;

import dev.foliot.handler.RetryPolicy;
import org.apiguardian.api.API;

/**
 * The settings of the pause of a subscription whose messages all fail.
 *
 * @param use where subscriptions pause
 * @param failures how many different keys must fail one after the other, at least 1
 * @param pauses how long it waits before it tries one message; the number of attempts is not used
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record CircuitBreakerSettings(Use use, int failures, RetryPolicy pauses) {
  /** Where subscriptions pause. */
  public enum Use {
    /** Nowhere. */
    NEVER,
    /** When the engine runs on its own threads, so not in test mode. */
    ON_THREADS,
    /** Everywhere. */
    ALWAYS
  }
}
