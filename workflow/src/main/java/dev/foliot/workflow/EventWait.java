package dev.foliot.workflow;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A domain event for which a workflow waits. Immutable.
 *
 * @param eventType the class of the event
 * @param where components of the event and their values: all must be equal
 * @param timeout how long to wait; null for no limit
 * @param <E> the event
 */
public record EventWait<E>(
    Class<E> eventType, Map<String, Object> where, @Nullable Duration timeout) {

  /** Copies the map. */
  public EventWait {
    where = Map.copyOf(where);
  }

  /** Any event of the class. */
  public static <E> EventWait<E> of(Class<E> eventType) {
    return new EventWait<>(eventType, Map.of(), null);
  }

  /**
   * An event whose component has this value.
   *
   * @param component a component of the event record
   * @param value compared as it is stored in JSON
   */
  public EventWait<E> where(String component, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(where);
    all.put(component, value);
    return new EventWait<>(eventType, all, timeout);
  }

  /** An event that comes within this time, positive. */
  public EventWait<E> within(Duration wanted) {
    return new EventWait<>(eventType, where, wanted);
  }
}
