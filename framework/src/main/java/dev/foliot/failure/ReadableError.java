package dev.foliot.failure;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an error that can be shown: it has the text of the error without the confidential
 * values, none of its methods throws, and its causes have an end.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ReadableError extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int MAX_ERRORS = 100;

  private final String name;
  private final String shown;

  private ReadableError(
      @Nullable String message,
      @Nullable Throwable cause,
      String name,
      String shown,
      Throwable original) {
    super(message, cause);
    this.name = name;
    this.shown = shown;
    try {
      setStackTrace(original.getStackTrace());
    } catch (Throwable none) {
      setStackTrace(new StackTraceElement[0]);
    }
  }

  /** Returns the error itself, if it is safe to show. */
  public static Throwable of(Throwable error) {
    return of(error, UnaryOperator.identity());
  }

  /**
   * Returns the error itself, if it is safe to show and has nothing to hide.
   *
   * @param redact returns a text without the confidential values
   */
  public static Throwable of(Throwable error, UnaryOperator<String> redact) {
    boolean asItIs = new Look(redact).mayBeShown(error) && canBePrinted(error);
    return asItIs ? error : new Copy(redact).of(error);
  }

  private static boolean canBePrinted(Throwable error) {
    try {
      error.printStackTrace(new PrintWriter(Writer.nullWriter()));
      return true;
    } catch (Throwable broken) {
      return false;
    }
  }

  /** Visits an error, its causes and its suppressed errors. */
  private static final class Look {
    private final UnaryOperator<String> redact;
    private final Set<Throwable> above = identitySet();
    private final Set<Throwable> seen = identitySet();

    Look(UnaryOperator<String> redact) {
      this.redact = redact;
    }

    boolean mayBeShown(Throwable error) {
      if (above.contains(error)) {
        return false;
      }
      if (!seen.add(error)) {
        return true;
      }
      above.add(error);
      boolean shown = seen.size() <= MAX_ERRORS && saysNothingToHide(error) && allBelow(error);
      above.remove(error);
      return shown;
    }

    private boolean saysNothingToHide(Throwable error) {
      try {
        String text = error.toString();
        String message = error.getMessage();
        return text != null
            && error.getStackTrace() != null
            && redact.apply(text).equals(text)
            && (message == null || redact.apply(message).equals(message));
      } catch (Throwable broken) {
        return false;
      }
    }

    private boolean allBelow(Throwable error) {
      try {
        Throwable cause = error.getCause();
        if (cause != null && !mayBeShown(cause)) {
          return false;
        }
      } catch (Throwable broken) {
        return false;
      }
      for (Throwable each : error.getSuppressed()) {
        if (!mayBeShown(each)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Copies an error, its causes and its suppressed errors, each once. */
  private static final class Copy {
    private final UnaryOperator<String> redact;
    private final Set<Throwable> seen = identitySet();

    Copy(UnaryOperator<String> redact) {
      this.redact = redact;
    }

    ReadableError of(Throwable error) {
      seen.add(error);
      String message = ErrorText.message(error);
      String name =
          error instanceof ReadableError copied ? copied.name : error.getClass().getName();
      ReadableError copy =
          new ReadableError(
              message == null ? null : redact.apply(message),
              below(Causes.direct(error)),
              name,
              shown(error, name),
              error);
      for (Throwable each : error.getSuppressed()) {
        ReadableError suppressed = below(each);
        if (suppressed != null) {
          copy.addSuppressed(suppressed);
        }
      }
      return copy;
    }

    private @Nullable ReadableError below(@Nullable Throwable error) {
      return error == null || seen.contains(error) || seen.size() >= MAX_ERRORS ? null : of(error);
    }

    private String shown(Throwable error, String name) {
      String text = ErrorText.of(error);
      if (text.equals(name)) {
        return name;
      }
      String said = text.startsWith(name + ": ") ? text.substring(name.length() + 2) : text;
      return name + ": " + redact.apply(said);
    }
  }

  private static Set<Throwable> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // it prints as the error that it is a copy of
  public String toString() {
    return shown;
  }
}
