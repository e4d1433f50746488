package dev.foliot.message;

import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether a database stores a text unchanged: PostgreSQL refuses the character U+0000, and
 * the driver writes half of a surrogate pair as a question mark, so that two different texts become
 * equal.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class StorableText {
  private static final String NUL = "\\u0000";

  private StorableText() {}

  /** The reason why a text would be refused or changed; empty if it is stored unchanged. */
  public static Optional<String> problem(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == 0) {
        return Optional.of("the character U+0000 at index %s".formatted(i));
      }
      if (Character.isSurrogate(each)) {
        if (!isPair(each, i + 1 < text.length() ? text.charAt(i + 1) : 0)) {
          return Optional.of(
              String.format(
                  Locale.ROOT, "half of a surrogate pair, U+%04X, at index %d", (int) each, i));
        }
        i++;
      }
    }
    return Optional.empty();
  }

  private static boolean isPair(char first, char second) {
    return Character.isHighSurrogate(first) && Character.isLowSurrogate(second);
  }

  /**
   * Checks an id before the first write.
   *
   * @param what the owner of the id, such as {@code order}
   * @param most the length of the column
   * @return the id
   * @throws IllegalArgumentException if it cannot be stored unchanged
   */
  public static String requireId(String what, String id, int most) {
    String problem =
        id.length() > most
            ? "%s characters, more than the %s that are stored".formatted(id.length(), most)
            : problem(id).orElse(null);
    refuse("The id of " + what, problem);
    return id;
  }

  /**
   * Checks a text before the first write.
   *
   * @param what the owner of the text, such as {@code OrderPlaced of order-42}
   * @throws IllegalArgumentException if it cannot be stored unchanged
   */
  public static void require(String what, String text) {
    refuse(what, problem(text).orElse(null));
  }

  /**
   * Call it before the first write of JSON to a column of type JSON, which PostgreSQL refuses if a
   * text in it has the character U+0000.
   *
   * @param what the owner of the JSON
   * @throws IllegalArgumentException if it cannot be stored
   */
  public static void requireJsonColumn(String what, String json) {
    for (int at = json.indexOf(NUL); at >= 0; at = json.indexOf(NUL, at + 1)) {
      int first = at;
      while (first > 0 && json.charAt(first - 1) == '\\') {
        first--;
      }
      boolean isEscape = (at - first) % 2 == 0; // otherwise its backslash is escaped
      if (isEscape) {
        refuse(what, "the character U+0000");
      }
    }
  }

  private static void refuse(String what, @Nullable String problem) {
    if (problem != null) {
      throw new IllegalArgumentException(
          "%s has %s, so it cannot be stored as it is. Nothing was stored: check the text where it enters the application."
              .formatted(what, problem));
    }
  }
}
