package dev.foliot.workflow;

import dev.foliot.message.Given;
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
 * @param where names and values of components that the event must have
 * @param timeout how long to wait; null for no limit
 * @param afterPosition only events after this position of the log are found; null for all events
 *     after the start of the run
 * @param <E> the event
 */
public record EventWait<E>(
    Class<E> eventType,
    Map<String, Object> where,
    @Nullable Duration timeout,
    @Nullable Long afterPosition) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the event has no such component, if the component has
   *     personal data, if the time-out is not positive, or if the position is negative
   */
  public EventWait {
    Given.value(eventType, "EventWait.of", "the class of an event");
    where = Map.copyOf(Given.value(where, "EventWait", "components and values, or an empty map"));
    where.keySet().forEach(component -> requireComponent(eventType, component));
    PositiveTime.check(timeout, "time-out of a wait for an event");
    if (afterPosition != null && afterPosition < 0) {
      throw new IllegalArgumentException(
          "A position of the log is 0 or more; EventWait.afterPosition was given %s."
              .formatted(afterPosition));
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
    return new EventWait<>(eventType, Map.of(), null, null);
  }

  /**
   * An event whose component has this value.
   *
   * @param component a component of the event record, without {@link
   *     dev.foliot.personaldata.PersonalData}, because the value is stored in plain text
   * @param value compared by its JSON
   */
  public EventWait<E> where(String component, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(where);
    all.put(
        Given.text(component, "EventWait.where", "a component of the event"),
        Given.value(value, "EventWait.where", "a value; an event without the value is not found"));
    return new EventWait<>(eventType, all, timeout, afterPosition);
  }

  /** An event that comes within this time, positive. */
  public EventWait<E> within(Duration wanted) {
    return new EventWait<>(
        eventType, where, Given.value(wanted, "EventWait.within", "a duration"), afterPosition);
  }

  /**
   * An event after this position of the log, also if it is older than the run. If a handler of an
   * event starts the run, the log may already have later events. So pass the position of the
   * handled event to the run in its input. A round after {@link WorkflowContext#continueAsNew} does
   * not find the events that an earlier round has received.
   *
   * @param position exclusive, 0 or more, such as {@code RecordedMessage.position()}
   */
  public EventWait<E> afterPosition(long position) {
    return new EventWait<>(eventType, where, timeout, position);
  }
}
