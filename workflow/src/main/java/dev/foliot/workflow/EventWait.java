package dev.foliot.workflow;

import dev.foliot.personaldata.PersonalDataTypes;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException if the event has no such component, if the component has
   *     personal data, or if the timeout is not positive
   */
  public EventWait {
    where = Map.copyOf(where);
    where.keySet().forEach(component -> requireComponent(eventType, component));
    if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
      throw new IllegalArgumentException(
          "A wait for an event takes a positive time; the timeout was " + timeout);
    }
  }

  private static void requireComponent(Class<?> eventType, String component) {
    RecordComponent[] components = eventType.getRecordComponents();
    if (components == null) {
      return;
    }
    RecordComponent found =
        Stream.of(components)
            .filter(each -> each.getName().equals(component))
            .findFirst()
            .orElseThrow(() -> unknown(eventType, component, components));
    if (PersonalDataTypes.isPersonal(found)) {
      throw new IllegalArgumentException(
          "Component %s of %s has personal data, and the values of a wait are stored as they are. Wait for the value of another component, such as an id."
              .formatted(component, eventType.getName()));
    }
  }

  private static IllegalArgumentException unknown(
      Class<?> eventType, String component, RecordComponent[] components) {
    return new IllegalArgumentException(
        "%s has no component %s. Give one of %s."
            .formatted(
                eventType.getName(),
                component,
                Stream.of(components)
                    .map(RecordComponent::getName)
                    .collect(Collectors.joining(", "))));
  }

  /** Any event of the class. */
  public static <E> EventWait<E> of(Class<E> eventType) {
    return new EventWait<>(eventType, Map.of(), null);
  }

  /**
   * An event whose component has this value.
   *
   * @param component a component of the event record, without {@link
   *     dev.foliot.personaldata.PersonalData}: the value is stored as it is
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
