package dev.foliot.command;

import org.jspecify.annotations.Nullable;

/** The handling of a command, or the code that its interceptors surround. */
@FunctionalInterface
interface Handling {
  /** Returns the result of the handler, or throws its exception. */
  @Nullable Object run() throws Throwable;
}
