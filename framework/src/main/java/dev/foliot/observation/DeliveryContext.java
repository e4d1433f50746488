package dev.foliot.observation;

import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.message.Metadata;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * The observation of one call of a handler with one message. Its span continues the trace of the
 * message.
 */
public final class DeliveryContext extends ReceiverContext<Metadata> implements HasOutcome {
  private final DeliveryAttempt attempt;
  private String outcome = UNKNOWN;

  DeliveryContext(DeliveryAttempt attempt) {
    super(StoredTrace::get, Kind.CONSUMER);
    this.attempt = attempt;
    setCarrier(attempt.metadata());
  }

  /** The message and its subscription. */
  public DeliveryAttempt attempt() {
    return attempt;
  }

  /**
   * Handled, ignored, expired, retry, parked, skipped, repeated or failed; {@code unknown} while it
   * runs.
   */
  public String outcome() {
    return outcome;
  }

  @Override
  public void outcome(String known) {
    outcome = known;
  }
}
