package dev.foliot.test;

import dev.foliot.workflow.InternalEvent;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;

/**
 * Which events of a run's own stream a result shows. Immutable.
 *
 * @param internal whether it shows internal events
 * @param excluded the exact classes of events that it leaves out
 */
record ShownEvents(boolean internal, Set<Class<?>> excluded) {
  static final ShownEvents ALL = new ShownEvents(true, Set.of());

  ShownEvents {
    excluded = Set.copyOf(excluded);
  }

  ShownEvents withInternal(boolean exposes) {
    return new ShownEvents(exposes, excluded);
  }

  /**
   * @throws IllegalArgumentException if no event has exactly such a class
   */
  ShownEvents without(Class<?>... types) {
    for (Class<?> type : types) {
      if (Modifier.isAbstract(type.getModifiers())) {
        throw new IllegalArgumentException(
            "excludeEvents leaves out events of exactly the given classes, but no event has exactly the class %s, which is abstract. Name the classes of the events%s."
                .formatted(
                    type.getName(),
                    type == InternalEvent.class ? ", or call exposeInternal(false)" : ""));
      }
    }
    Set<Class<?>> all = new HashSet<>(excluded);
    all.addAll(Set.of(types));
    return new ShownEvents(internal, all);
  }

  boolean shows(Object event) {
    return (internal || !(event instanceof InternalEvent)) && !excluded.contains(event.getClass());
  }
}
