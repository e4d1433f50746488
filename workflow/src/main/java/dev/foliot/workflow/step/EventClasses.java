package dev.foliot.workflow.step;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** Finds the classes of events that Java types stand for. */
final class EventClasses {
  private EventClasses() {}

  /**
   * The classes of the events that a return type stands for; empty if the type does not name them.
   */
  static Optional<List<Class<?>>> givenBy(ResolvableType type) {
    Class<?> raw = type.resolve();
    if (raw == void.class || raw == Void.class) {
      return Optional.of(List.of());
    }
    ResolvableType event =
        raw != null && Collection.class.isAssignableFrom(raw)
            ? type.as(Collection.class).getGeneric(0)
            : type;
    Class<?> resolved = event.resolve();
    return resolved == null ? Optional.empty() : concrete(resolved);
  }

  /**
   * The classes that a class stands for: itself, or the permitted classes of a sealed type; empty
   * if it is open.
   */
  static Optional<List<Class<?>>> concrete(Class<?> type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    return add(type, found) ? Optional.of(new ArrayList<>(found)) : Optional.empty();
  }

  private static boolean add(Class<?> type, Set<Class<?>> found) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    if (permitted != null) {
      boolean isKnown = true;
      for (Class<?> each : permitted) {
        isKnown &= add(each, found);
      }
      return isKnown;
    }
    found.add(type);
    return type != Object.class && !Modifier.isAbstract(type.getModifiers());
  }

  /** The class of the answer to a question; null if the class does not name it. */
  static @Nullable Class<?> answerTo(Class<?> question) {
    return ResolvableType.forClass(InputRequired.class, question).getGeneric(0).resolve();
  }
}
