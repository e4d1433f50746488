package dev.foliot.command;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A submitted command: what becomes of it. Any thread may use it. */
public interface CommandReceipt {
  /** The id of the command, which is the {@code Metadata.id()} of its message. */
  UUID id();

  /** The status now, as committed. */
  CommandStatus status();

  /**
   * The result of the handler; empty if it returned nothing, or if the command has not succeeded.
   *
   * @param type the class of the result
   */
  <R> Optional<R> result(Class<R> type);

  /**
   * Waits until the command has ended, and returns its status; after the time-out, the status at
   * that time.
   *
   * @param most how long to wait
   * @throws IllegalStateException in a transaction: the command is delivered after the commit only
   */
  CommandStatus await(Duration most);
}
