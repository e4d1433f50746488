package dev.foliot.workflow.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a run that has not ended.
 *
 * @param cancelRequested whether its cancellation was requested
 * @param deadline the time by which it must end; null for no limit
 * @param timeoutFrom the time from which its time-out counts; null if it has none
 */
public record RunLimits(
    boolean cancelRequested, @Nullable Instant deadline, @Nullable Instant timeoutFrom) {
  /** No limits. */
  public static final RunLimits NONE = new RunLimits(false, null, null);
}
