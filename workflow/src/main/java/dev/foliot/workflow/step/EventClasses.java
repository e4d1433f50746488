package dev.foliot.workflow.step;

import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.GenericTypeResolver;
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
    Class<?> resolved = eventIn(type).resolve();
    return resolved == null ? Optional.empty() : concrete(resolved);
  }

  /** The event of a return type, which may be a collection of events. */
  private static ResolvableType eventIn(ResolvableType type) {
    return Collection.class.isAssignableFrom(type.toClass())
        ? type.as(Collection.class).getGeneric(0)
        : type;
  }

  /**
   * The declared type of the result in a {@link Stop} that a method returns. Without a known type,
   * the result is read as plain JSON values.
   *
   * @param workflow the class that gives types to the type variables
   */
  static Type resultInStop(ResolvableType type, Class<?> workflow) {
    ResolvableType event = eventIn(type);
    ResolvableType result =
        event.toClass() == Stop.class ? event.getGeneric(0) : ResolvableType.NONE;
    return result.resolve() == null ? Object.class : resolved(result, workflow);
  }

  /** The type without variables, as far as the class gives types to them. */
  private static Type resolved(ResolvableType type, Class<?> workflow) {
    if (!type.hasGenerics() || type.hasUnresolvableGenerics()) {
      return GenericTypeResolver.resolveType(type.getType(), workflow);
    }
    ResolvableType[] arguments =
        Stream.of(type.getGenerics())
            .map(each -> ResolvableType.forType(resolved(each, workflow)))
            .toArray(ResolvableType[]::new);
    return ResolvableType.forClassWithGenerics(type.toClass(), arguments).getType();
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
