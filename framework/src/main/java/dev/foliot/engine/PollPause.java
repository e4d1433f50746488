package dev.foliot.engine;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The pause of an engine between two polls. While notifications of other nodes arrive, the pause
 * doubles from poll to poll, up to a second. After new messages, or if notifications may be
 * missing, it is the configured pause again.
 */
final class PollPause {
  private static final Duration MAX = Duration.ofSeconds(1);

  private final Duration configured;
  private final BooleanSupplier isTold;
  private Duration pause;

  PollPause(Duration configured, BooleanSupplier isTold) {
    this.configured = configured;
    this.isTold = isTold;
    this.pause = configured;
  }

  /**
   * The pause after a poll.
   *
   * @param idle whether only time caused the poll, it found nothing, and nothing is expected
   */
  Duration after(boolean idle) {
    Duration longer = pause.compareTo(MAX) < 0 ? shorter(pause.multipliedBy(2), MAX) : pause;
    pause = idle && isTold.getAsBoolean() ? longer : configured;
    return pause;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
