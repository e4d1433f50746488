package dev.foliot.engine;

import dev.foliot.outbox.RelayOutbox;
import java.time.Instant;
import java.util.Optional;

/** Relays the outbox when it is asked to look, until there is nothing more. */
final class RelayWork implements Work {
  private final RelayOutbox relay;
  private volatile boolean asked;

  RelayWork(RelayOutbox relay) {
    this.relay = relay;
  }

  void look() {
    asked = true;
  }

  @Override
  public String description() {
    return "outbox";
  }

  @Override
  public boolean hasWork() {
    return asked;
  }

  @Override
  public boolean step() {
    asked = false;
    return relay.step();
  }

  /** It is asked to look at every second poll, so nothing is due in between. */
  @Override
  public Optional<Instant> nextDue() {
    return Optional.empty();
  }
}
