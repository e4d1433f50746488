package dev.foliot.test;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place at which two objects differ.
 *
 * @param path the path to it, such as {@code lines[0].quantity}; empty for the objects themselves
 * @param expected the expected value, or {@link #NOTHING}
 * @param actual the actual value, or {@link #NOTHING}
 */
record Difference(String path, @Nullable Object expected, @Nullable Object actual) {
  private static final int LONGEST = 300;

  /** Marks a missing element, because null may be an element. */
  static final Object NOTHING =
      new Object() {
        @Override
        public String toString() {
          return "nothing";
        }
      };

  /** As {@code quantity: expected 4 but was 5}. */
  String describe() {
    return describe("expected %s but was %s");
  }

  /**
   * Describes the difference: the path, then the sentence.
   *
   * @param sentence a format with two places, for the expected and the actual value
   */
  String describe(String sentence) {
    String first = show(expected);
    String second = show(actual);
    if (first.equals(second)) {
      first += typeOf(expected);
      second += typeOf(actual);
    }
    return (path.isEmpty() ? "" : path + ": ") + sentence.formatted(first, second);
  }

  private static String typeOf(@Nullable Object value) {
    return value == null ? "" : " (" + value.getClass().getSimpleName() + ")";
  }

  private static String show(@Nullable Object value) {
    String text = value instanceof CharSequence ? '"' + value.toString() + '"' : plain(value);
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static String plain(@Nullable Object value) {
    if (value == null || !value.getClass().isArray()) {
      return String.valueOf(value);
    }
    return elements(value).toString();
  }

  /** An array as a list, for any type of elements. */
  static List<@Nullable Object> elements(Object array) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      elements.add(Array.get(array, i));
    }
    return elements;
  }
}
