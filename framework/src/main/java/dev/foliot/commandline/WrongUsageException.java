package dev.foliot.commandline;

/** A command was typed that does not exist, or not in this way. */
final class WrongUsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  WrongUsageException(String problem) {
    super(problem + " See foliot help.");
  }
}
