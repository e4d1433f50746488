package dev.foliot.personaldata;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an error, with its causes, that prints as the error does but for what must not be seen.
 */
final class RedactedError extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int DEEPEST = 50;

  private final String shown;

  private RedactedError(Throwable error, UnaryOperator<String> redact, int depth) {
    super(
        error.getMessage() == null ? null : redact.apply(error.getMessage()),
        copy(error.getCause(), redact, depth + 1));
    this.shown = shown(error, redact);
    setStackTrace(error.getStackTrace());
    for (Throwable each : error.getSuppressed()) {
      Throwable copy = copy(each, redact, depth + 1);
      if (copy != null) {
        addSuppressed(copy);
      }
    }
  }

  /** The error itself, if there is nothing to hide in it. */
  static Throwable of(Throwable error, UnaryOperator<String> redact) {
    return quotes(error, redact, 0) ? new RedactedError(error, redact, 0) : error;
  }

  private static boolean quotes(
      @Nullable Throwable error, UnaryOperator<String> redact, int depth) {
    if (error == null || depth > DEEPEST) {
      return false;
    }
    return !redact.apply(error.toString()).equals(error.toString())
        || (error.getMessage() != null
            && !redact.apply(error.getMessage()).equals(error.getMessage()))
        || quotes(error.getCause(), redact, depth + 1)
        || Stream.of(error.getSuppressed()).anyMatch(each -> quotes(each, redact, depth + 1));
  }

  /** Causes may form a circle. */
  private static @Nullable Throwable copy(
      @Nullable Throwable error, UnaryOperator<String> redact, int depth) {
    return error == null || depth > DEEPEST ? null : new RedactedError(error, redact, depth);
  }

  private static String shown(Throwable error, UnaryOperator<String> redact) {
    String name = error.getClass().getName();
    String text = error.toString();
    if (text.equals(name)) {
      return name;
    }
    String said = text.startsWith(name + ": ") ? text.substring(name.length() + 2) : text;
    return name + ": " + redact.apply(said);
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // it prints as the error that it is a copy of
  public String toString() {
    return shown;
  }
}
