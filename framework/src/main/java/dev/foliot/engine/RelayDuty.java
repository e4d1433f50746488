package dev.foliot.engine;

import dev.foliot.handler.StoredName;
import dev.foliot.outbox.RelayGuard;
import dev.foliot.outbox.RelayOutbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Relays the outbox when it is asked to look, until there is nothing more. A duty: one node relays
 * for all, and another one when its lease has ended.
 *
 * <p>Nothing can call a message back that a broker has. So before a message is published, the
 * database has proved that this node owns the duty, and for how much longer its lease lasts; until
 * then no other node can have taken the duty over, even if this one was stopped meanwhile. What is
 * written about a message checks the fencing token in the same transaction.
 */
final class RelayDuty implements Owned, RelayGuard {
  /** Its name, among those of the subscriptions. */
  static final String NAME = StoredName.OWN + "outbox";

  private final SegmentId id;
  private final long token;
  private final ClaimStore store;
  private final Proof proof;
  private final LongSupplier nanoTime;
  private final JudgeFailure judge;
  private final RelayOutbox relay;
  private volatile boolean asked = true;
  private long provedUntil;

  /** Asks the database whether this node owns the duty. */
  @FunctionalInterface
  interface Proof {
    /**
     * For how much longer no other node can take it over; nothing or less if the lease has ended.
     *
     * @throws SegmentLostException if another node has it
     */
    Duration ask();
  }

  RelayDuty(
      EngineParts parts,
      ClaimStore store,
      SegmentId id,
      long token,
      Proof proof,
      DoubleSupplier random) {
    this.id = id;
    this.token = token;
    this.store = store;
    this.proof = proof;
    this.nanoTime = parts.node().nanoTime();
    this.provedUntil = nanoTime.getAsLong();
    this.judge = new JudgeFailure(parts.storage().jdbc(), random);
    this.relay =
        new RelayOutbox(
            parts.relay().outbox(),
            parts.relay().broker(),
            parts.relay().settings(),
            parts.node().clock(),
            random,
            this,
            parts.relay().around());
  }

  /** The next step looks into the outbox. */
  void look() {
    asked = true;
  }

  @Override
  public SegmentId id() {
    return id;
  }

  @Override
  public long token() {
    return token;
  }

  @Override
  public String description() {
    return "duty=" + NAME;
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

  /** When the next message is due that waits after a failure, for an engine that is not asked. */
  Optional<Instant> nextRetry() {
    return relay.nextDue();
  }

  @Override
  public void save() {
    // Nothing is known only here.
  }

  @Override
  public boolean mayPublish() {
    if (!isProved()) {
      long before = nanoTime.getAsLong();
      provedUntil = before + proof.ask().toNanos();
    }
    return isProved();
  }

  private boolean isProved() {
    return nanoTime.getAsLong() - provedUntil < 0;
  }

  @Override
  public void checkOwned() {
    store.lockDuty(id, token);
  }

  @Override
  public boolean isSpared(Throwable error, Duration failingFor) {
    judge.throwIfDatabaseIsAway(error);
    return judge.isPassing(error, true) && failingFor.compareTo(JudgeFailure.sparedFor(error)) < 0;
  }
}
