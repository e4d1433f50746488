package dev.foliot.message;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a missing argument, and names the expected one.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Given {
  private Given() {}

  /**
   * The value.
   *
   * @param call the called method, such as {@code domain.process}
   * @param needed the expected argument, such as {@code a command}
   * @throws IllegalArgumentException if it is null
   */
  public static <T> T value(@Nullable T value, String call, String needed) {
    if (value == null) {
      throw refused(call, "null", needed);
    }
    return value;
  }

  /**
   * The text.
   *
   * @param call the called method, such as {@code repository.get}
   * @param needed the expected argument, such as {@code the id of an order}
   * @throws IllegalArgumentException if it is null or blank
   */
  public static String text(@Nullable String text, String call, String needed) {
    String given = value(text, call, needed);
    if (given.isBlank()) {
      throw refused(call, "a blank text", needed);
    }
    return given;
  }

  private static IllegalArgumentException refused(String call, String given, String needed) {
    return new IllegalArgumentException(
        "%s was given %s. Give it %s.".formatted(call, given, needed));
  }
}
