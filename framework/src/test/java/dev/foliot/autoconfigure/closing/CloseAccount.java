package dev.foliot.autoconfigure.closing;

import dev.foliot.command.Command;

/**
 * A command that the application of the tests declares only where a test handles it, or misses it.
 */
@Command
public record CloseAccount(String accountId) {
  /** To be added to the packages of an application. */
  public static final String PACKAGE = "dev.foliot.autoconfigure.closing";
}
