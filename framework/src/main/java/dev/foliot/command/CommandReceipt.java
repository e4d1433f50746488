package dev.foliot.command;

import dev.foliot.consistency.ConsistencyToken;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * The receipt of a submitted command (R14): its committed status and result. The facts about an
 * ended command are kept for {@code foliot.command.retention}. Any thread may use it.
 */
public interface CommandReceipt {
  /** The id of the command, which is the {@code Metadata.id()} of its message. */
  UUID id();

  /**
   * The status now, as committed. It is {@code SUBMITTED} until the transaction that submits the
   * command is committed.
   *
   * @throws CommandNotFoundException if that transaction was rolled back, or if the command ended
   *     longer ago than {@code foliot.command.retention}
   */
  CommandStatus status();

  /**
   * The result of the handler; empty if it returned nothing, or if the command has not succeeded.
   *
   * @param type the class of the result
   * @throws IllegalArgumentException if the result cannot be read as this class
   */
  <R> Optional<R> result(Class<R> type);

  /**
   * The token of the events that the delivery of this command has raised, for a read that must see
   * them. The token may also have later events of other handlers, if the command is their cause. It
   * has no events if the command has not succeeded, or with {@code foliot.event-processing=sync}.
   * It has no past events that the handler appended with another correlation id.
   *
   * @throws IllegalStateException if the command has not ended: await it first
   * @throws CommandNotFoundException as {@link #status()} does
   */
  ConsistencyToken token();

  /**
   * Waits until the command has ended, with or without success, and returns its status. After the
   * time-out, returns the status at that time. While this node delivers the command, nothing is
   * polled.
   *
   * @param most the maximum time
   * @throws CommandNotFoundException as {@link #status()} does
   * @throws IllegalStateException in a transaction, because the command is delivered only after the
   *     commit; if the clock stands still and no engine runs; or if the thread is interrupted. Its
   *     interrupt flag stays set
   */
  CommandStatus await(Duration most);
}
