package dev.foliot.command;

/**
 * The result of a command's handler cannot be kept as JSON, so a repeat of the command could not
 * return it. Nothing was stored.
 */
public final class UnstorableResultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String type;
  private final String reason;

  UnstorableResultException(String type, String declared, String reason) {
    super(
        "The result of command %s cannot be kept as JSON and read as %s: %s. Nothing was stored. Let the handler declare and return a record, a simple value, or nothing."
            .formatted(type, declared, reason));
    this.type = type;
    this.reason = reason;
  }

  /** The declared name of the command's type. */
  public String type() {
    return type;
  }

  /** Why it cannot be kept. */
  public String reason() {
    return reason;
  }
}
