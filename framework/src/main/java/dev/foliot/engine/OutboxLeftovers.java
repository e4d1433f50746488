package dev.foliot.engine;

import dev.foliot.engine.Leftover.What;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxEntry;
import dev.foliot.outbox.OutboxStatus;
import java.util.List;
import java.util.stream.Stream;

/** The messages that the relay has not published. */
final class OutboxLeftovers {
  private static final int MAX = 1_000;

  private OutboxLeftovers() {}

  /** Returns the messages that wait for their next attempt, then those that failed for good. */
  static List<Leftover> of(Outbox outbox) {
    return Stream.concat(
            outbox.list(OutboxStatus.PENDING, MAX).stream().map(each -> of(What.WAITING, each)),
            outbox.list(OutboxStatus.FAILED, MAX).stream().map(each -> of(What.PARKED, each)))
        .toList();
  }

  private static Leftover of(What what, OutboxEntry entry) {
    return new Leftover(
        what,
        "outbox",
        entry.message().key(),
        entry.message().metadata().type(),
        entry.attempts(),
        entry.nextAttemptAt(),
        entry.error());
  }
}
