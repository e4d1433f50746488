package dev.foliot.command;

import dev.foliot.command.AwaitCommands.Awaited;
import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.message.Given;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The receipt of a command that is stored, or will be stored. */
final class StoredReceipt implements CommandReceipt {
  private final Awaited command;
  private final NoticeEnd submission;
  private final Commands commands;

  /**
   * @param submission the transaction that submits the command
   */
  StoredReceipt(Awaited command, NoticeEnd submission, Commands commands) {
    this.command = command;
    this.submission = submission;
    this.commands = commands;
  }

  @Override
  public UUID id() {
    return command.id();
  }

  @Override
  public CommandStatus status() {
    boolean submitted = submission.hasEnded(); // before the read, which would miss a later commit
    return commands.find(id()).map(SubmittedCommand::status).orElseGet(() -> unknown(submitted));
  }

  private CommandStatus unknown(boolean submitted) {
    if (submitted) {
      throw new CommandNotFoundException(id());
    }
    return CommandStatus.SUBMITTED;
  }

  @Override
  public <R> Optional<R> result(Class<R> type) {
    Given.value(type, "receipt.result", "the class of the result");
    return commands.result(id(), type);
  }

  @Override
  public ConsistencyToken token() {
    CommandStatus status = status();
    if (!status.isEnd()) {
      throw new IllegalStateException(
          "The command %s has no consistency token yet: it is %s. Await its end first: receipt.await."
              .formatted(id(), status));
    }
    return commands.token(id());
  }

  @Override
  public CommandStatus await(Duration most) {
    Given.value(most, "receipt.await", "how long to wait");
    return commands.await(command, most, this::status);
  }

  @Override
  public String toString() {
    return "command " + id();
  }
}
