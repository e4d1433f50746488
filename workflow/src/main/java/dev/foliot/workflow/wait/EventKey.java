package dev.foliot.workflow.wait;

import java.util.Comparator;
import java.util.Map;

/**
 * The key by which an event finds its waits with one search of an index: its type, and the value of
 * one component. A wait without conditions has empty texts instead.
 *
 * @param type the type name of the event
 * @param field the component
 * @param value its value as JSON, or the beginning of it
 */
record EventKey(String type, String field, String value) {
  private static final String NONE = "";
  private static final int MAX_VALUE = 200;

  /**
   * The key of a wait: its condition with the longest value, which probably the fewest events have.
   *
   * @param conditions components and their canonical values
   */
  static EventKey of(String type, Map<String, String> conditions) {
    return conditions.entrySet().stream()
        .max(
            Comparator.<Map.Entry<String, String>>comparingInt(each -> each.getValue().length())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(longest -> new EventKey(type, longest.getKey(), cut(longest.getValue())))
        .orElseGet(() -> new EventKey(type, NONE, NONE));
  }

  /** The key by which waits for this value of a component are found. */
  static EventKey of(String type, String field, String value) {
    return new EventKey(type, field, field.equals(NONE) ? NONE : cut(value));
  }

  private static String cut(String value) {
    if (value.length() <= MAX_VALUE) {
      return value;
    }
    boolean splits = Character.isHighSurrogate(value.charAt(MAX_VALUE - 1));
    return value.substring(0, splits ? MAX_VALUE - 1 : MAX_VALUE);
  }
}
