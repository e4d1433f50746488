package dev.foliot.failure;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The text of a value of the application, for texts of exceptions.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class ValueText {
  private ValueText() {}

  /** Its text, or the name of its class if its {@code toString()} throws or returns null. */
  public static String of(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    String name = value.getClass().getName();
    try {
      String text = value.toString();
      return text == null ? name : text;
    } catch (Throwable broken) {
      return name;
    }
  }
}
