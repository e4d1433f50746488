package dev.foliot.command;

import java.util.UUID;

/** No submitted command has this id. */
public final class CommandNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final UUID id;

  CommandNotFoundException(UUID id) {
    super(
        "There is no submitted command %s. Its transaction was rolled back or is not committed yet, or it ended longer ago than foliot.command.retention. Check the id."
            .formatted(id));
    this.id = id;
  }

  /** The id. */
  public UUID id() {
    return id;
  }
}
