package dev.foliot.command;

import dev.foliot.command.FindCommands.Found;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Message;
import dev.foliot.message.Metadata;
import dev.foliot.time.StorableInstant;
import dev.foliot.timer.StoredTimer;
import dev.foliot.timer.TimerKey;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.ConcurrencyFailureException;

/** Cancels and reschedules commands, in the unit of work of this thread. */
final class ChangeCommands {
  private final FindCommands find;
  private final CommandTable table;
  private final Timers timers;
  private final AwaitCommands waiting;
  private final InstantSource clock;

  ChangeCommands(
      FindCommands find,
      CommandTable table,
      Timers timers,
      AwaitCommands waiting,
      InstantSource clock) {
    this.find = find;
    this.table = table;
    this.timers = timers;
    this.waiting = waiting;
    this.clock = clock;
  }

  /**
   * Cancels a command that has not ended. If two transactions end one command, the primary key lets
   * only one of them commit.
   *
   * @throws ConcurrencyFailureException if it has just ended
   */
  boolean cancel(UUID id) {
    refuseOwnCommand(id);
    // 1. Find it, wherever it waits.
    SubmittedCommand command =
        find.find(id).map(Found::command).orElseThrow(() -> new CommandNotFoundException(id));
    if (command.status().isEnd()) {
      return false;
    }
    // 2. Cancel the timer of a scheduled command. If the timer has just fired, the command is in
    // the log.
    timers.cancel(SubmitCommands.timerOf(id));
    // 3. Record its end, which the delivery reads before it calls the handler.
    EndedCommand end =
        new EndedCommand(
            id, command.type(), command.submittedAt(), CommandStatus.CANCELLED, null, null);
    if (!table.end(end, clock.instant())) {
      table.insert(List.of(end));
    }
    // 4. Wake the callers that wait for it.
    UnitOfWork.required().afterCommit(() -> waiting.wake(id));
    return true;
  }

  /**
   * Refuses a command that cancels itself: its success could not be recorded, so it would be
   * retried for ever.
   */
  private static void refuseOwnCommand(UUID id) {
    Metadata handled = CurrentMessage.get();
    if (handled != null && handled.id().equals(id)) {
      throw new IllegalStateException(
          "Command %s %s cannot be cancelled by its own handler, which has begun. Return from the handler, or throw to let it fail."
              .formatted(handled.type(), id));
    }
  }

  /**
   * Changes when a command is due, together with its deadline. Until the end of the transaction, no
   * other transaction moves or changes it.
   */
  boolean reschedule(UUID id, Instant at) {
    TimerKey key = SubmitCommands.timerOf(id);
    Optional<StoredTimer> waiting = timers.lock(key);
    if (waiting.isEmpty()) {
      if (find.find(id).isEmpty()) {
        throw new CommandNotFoundException(id);
      }
      return false;
    }
    Instant due = StorableInstant.nearest(at);
    Duration by = Duration.between(waiting.get().dueAt(), due);
    timers.set(key, due, moved(waiting.get().message(), by));
    return true;
  }

  private static NewMessage moved(NewMessage message, Duration by) {
    Metadata metadata = message.message().metadata();
    Instant deadline = metadata.deadline();
    if (deadline == null) {
      return message;
    }
    Metadata moved = metadata.withDeadline(StorableInstant.after(deadline, by));
    return new NewMessage(
        message.kind(),
        message.stream(),
        message.streamVersion(),
        new Message(message.message().payload(), moved),
        message.lane(),
        message.deliveredSynchronously());
  }
}
