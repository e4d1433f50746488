package dev.foliot.command;

import dev.foliot.message.Metadata;
import java.time.Instant;
import java.util.Objects;

/** A command's deadline passed before its handler started (R13). Nothing was stored. */
public final class CommandExpiredException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final Instant deadline;

  CommandExpiredException(Metadata command, Instant now) {
    super(
        "Command %s %s was not handled: its deadline was %s, now it is %s. Send it again, with a longer timeout if it needs one."
            .formatted(command.type(), command.id(), command.deadline(), now));
    this.deadline = Objects.requireNonNull(command.deadline());
  }

  /** The deadline. */
  public Instant deadline() {
    return deadline;
  }
}
