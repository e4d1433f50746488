package dev.foliot.command;

import dev.foliot.command.AwaitCommands.Awaited;
import dev.foliot.message.Given;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** The receipt of a command that is stored, or is about to be. */
final class StoredReceipt implements CommandReceipt {
  private final Awaited command;
  private final Commands commands;

  StoredReceipt(Awaited command, Commands commands) {
    this.command = command;
    this.commands = commands;
  }

  @Override
  public UUID id() {
    return command.id();
  }

  @Override
  public CommandStatus status() {
    return commands.find(id()).map(SubmittedCommand::status).orElse(CommandStatus.SUBMITTED);
  }

  @Override
  public <R> Optional<R> result(Class<R> type) {
    Given.value(type, "receipt.result", "the class of the result");
    return commands.result(id(), type);
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
