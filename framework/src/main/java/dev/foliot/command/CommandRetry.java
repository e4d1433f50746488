package dev.foliot.command;

import dev.foliot.failure.Conflicts;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.message.Metadata;
import dev.foliot.time.StorableInstant;
import dev.foliot.time.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;
import org.apiguardian.api.API;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Limits the attempts of a command by number and by time (R5, R13).
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CommandRetry {
  private final RetryPolicy policy;
  private final InstantSource clock;
  private final Waiting waiting;
  private final DoubleSupplier random;

  /**
   * @param random spreads the pauses: 0 (included) to 1 (excluded)
   */
  public CommandRetry(
      RetryPolicy policy, InstantSource clock, Waiting waiting, DoubleSupplier random) {
    this.policy = policy;
    this.clock = clock;
    this.waiting = waiting;
    this.random = random;
  }

  /** Whether the transaction of the command lost against another one. */
  static boolean isConflict(Throwable failure) {
    return (failure instanceof DataAccessException || failure instanceof TransactionSystemException)
        && Conflicts.isConflict(failure);
  }

  InstantSource clock() {
    return clock;
  }

  /**
   * @throws CommandExpiredException if the deadline has passed
   */
  void refuseExpired(Metadata command) {
    Instant now = clock.instant();
    if (command.deadline() != null && !now.isBefore(command.deadline())) {
      throw new CommandExpiredException(command, now);
    }
  }

  /** Waits for the next attempt, if one is allowed; never past the deadline. */
  boolean pauseAfter(int attempts, Metadata command) {
    if (!policy.allowsAnotherAfter(attempts)) {
      return false;
    }
    Duration pause = policy.pauseAfter(attempts, random);
    Instant next = StorableInstant.after(clock.instant(), pause);
    if (command.deadline() != null && !next.isBefore(command.deadline())) {
      return false;
    }
    waiting.await(pause);
    return true;
  }
}
