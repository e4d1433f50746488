package dev.foliot.workflow.journal;

import dev.foliot.failure.ErrorText;
import dev.foliot.workflow.OperationFailedException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An error as stored.
 *
 * @param type the class name of the error, or the type that another system gave
 * @param message its message, at most 4,000 characters
 */
public record StoredError(String type, @Nullable String message) {
  private static final int MAX_MESSAGE = 4_000;

  /** Describes an error; a failed operation is described by its original error. */
  public static StoredError of(Throwable error) {
    return of(error, UnaryOperator.identity());
  }

  /**
   * Describes an error; a failed operation is described by its original error.
   *
   * @param hide returns a text without the confidential values
   */
  public static StoredError of(Throwable error, UnaryOperator<String> hide) {
    if (error instanceof OperationFailedException failed) {
      return new StoredError(failed.errorType(), failed.errorMessage());
    }
    String message = ErrorText.message(error);
    return new StoredError(
        error.getClass().getName(),
        message == null ? null : ErrorText.cut(hide.apply(message), MAX_MESSAGE));
  }

  /** The type and the first line of the message, for a log line. */
  public String firstLine() {
    return message == null ? type : type + ": " + message.lines().findFirst().orElse("");
  }
}
