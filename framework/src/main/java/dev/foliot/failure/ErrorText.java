package dev.foliot.failure;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The text of an error. An error without a readable text is described by its class.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ErrorText {
  private ErrorText() {}

  /** The class and the message, as {@code toString()} gives them. */
  public static String of(Throwable error) {
    String name = error.getClass().getName();
    try {
      String text = error.toString();
      return text == null ? name : text;
    } catch (Throwable broken) {
      return name + ": " + unreadable(broken);
    }
  }

  /** The first line of {@link #of}, because the texts of databases have many lines. */
  public static String firstLine(Throwable error) {
    return of(error).lines().findFirst().orElse("");
  }

  /** The message; null if it has none. */
  public static @Nullable String message(Throwable error) {
    try {
      return error.getMessage();
    } catch (Throwable broken) {
      return unreadable(broken);
    }
  }

  private static String unreadable(Throwable broken) {
    return "(its message cannot be read: %s)".formatted(broken.getClass().getName());
  }

  /** The stack trace; never empty, even if the error prints nothing. */
  public static String stackTrace(Throwable error) {
    var text = new StringWriter();
    ReadableError.of(error).printStackTrace(new PrintWriter(text));
    return text.getBuffer().isEmpty() ? error.getClass().getName() : text.toString();
  }

  /** A text of any origin, without the character U+0000, which PostgreSQL cannot store. */
  public static String storable(String text) {
    return text.replace('\0', ' ');
  }

  /** The same, {@linkplain #cut cut} to the length of a column. */
  public static String storable(String text, int most) {
    return cut(storable(text), most);
  }

  /** The beginning of a text that fits into a column; no character is cut in two. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, splits ? most - 1 : most);
  }
}
