package dev.foliot.observation;

import dev.foliot.message.Metadata;
import dev.foliot.outbox.OutboxEntry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;

/**
 * The observation of a message of the outbox that is handed to the broker. Its span continues the
 * trace of the event. The message to the broker carries this span.
 */
public final class RelayContext extends ReceiverContext<Metadata> implements HasOutcome {
  private final OutboxEntry entry;
  private String outcome = UNKNOWN;

  RelayContext(OutboxEntry entry) {
    super(StoredTrace::get, Kind.PRODUCER);
    this.entry = entry;
    setCarrier(entry.message().metadata());
  }

  /** The row of the outbox. */
  public OutboxEntry entry() {
    return entry;
  }

  /** Published, retry or failed; {@code unknown} while it runs. */
  public String outcome() {
    return outcome;
  }

  @Override
  public void outcome(String known) {
    outcome = known;
  }
}
