package dev.foliot.message;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a missing argument, and names the expected argument.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Given {
  /** The maximum length of a list. */
  public static final int MAX_LISTED = 10_000;

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

  /**
   * The maximum length of a list of messages.
   *
   * @throws IllegalArgumentException if it is not from 1 to 10,000
   */
  public static int limit(int limit) {
    if (limit < 1 || limit > MAX_LISTED) {
      throw new IllegalArgumentException(
          "A list has from 1 to %s messages, not %s. To see more, continue after the last message of the list."
              .formatted(MAX_LISTED, limit));
    }
    return limit;
  }

  /**
   * The values, as an immutable list.
   *
   * @throws IllegalArgumentException if they or one of them are null
   */
  public static <T> List<T> values(@Nullable Collection<T> values, String call, String needed) {
    value(values, call, needed).forEach(each -> value(each, call, needed));
    return List.copyOf(value(values, call, needed));
  }

  /**
   * As {@link #values(Collection, String, String)}.
   *
   * @throws IllegalArgumentException if they or one of them are null
   */
  public static <T> List<T> values(T @Nullable [] values, String call, String needed) {
    return values(Arrays.asList(value(values, call, needed)), call, needed);
  }

  /**
   * The duration.
   *
   * @throws IllegalArgumentException if it is null or negative
   */
  public static Duration duration(@Nullable Duration duration, String call, String needed) {
    Duration given = value(duration, call, needed);
    if (given.isNegative()) {
      throw refused(call, given.toString(), needed + " of zero or more");
    }
    return given;
  }

  private static IllegalArgumentException refused(String call, String given, String needed) {
    return new IllegalArgumentException(
        "%s was given %s. Give it %s.".formatted(call, given, needed));
  }
}
