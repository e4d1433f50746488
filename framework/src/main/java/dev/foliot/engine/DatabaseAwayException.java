package dev.foliot.engine;

/** The database cannot be reached; nothing was decided about any message. */
final class DatabaseAwayException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DatabaseAwayException(Throwable cause) {
    super("The database cannot be reached: " + ErrorLine.of(cause), cause);
  }
}
