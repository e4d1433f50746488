package dev.foliot.observation;

import dev.foliot.message.Message;
import io.micrometer.observation.Observation;

/** The observation of one command: all its attempts, until it is committed. */
public final class CommandContext extends Observation.Context implements HasOutcome {
  private final Message command;
  private String outcome = UNKNOWN;

  CommandContext(Message command) {
    this.command = command;
  }

  /** The command. */
  public Message command() {
    return command;
  }

  /** Success, conflict, invalid, expired or failure; {@code unknown} while it runs. */
  public String outcome() {
    return outcome;
  }

  @Override
  public void outcome(String known) {
    outcome = known;
  }
}
