package dev.foliot.aggregate;

import dev.foliot.failure.Rethrow;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;

/** The state of an event-sourced aggregate before its first event. */
final class InitialState {
  private InitialState() {}

  /** A new instance, made by the constructor without parameters. */
  static <A> A create(Class<A> type) {
    try {
      Constructor<A> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw new IllegalStateException(
          "%s cannot be made from its events: it is abstract, or has no constructor without parameters. Give it such a constructor, which may be private."
              .formatted(type.getName()),
          e);
    } catch (InvocationTargetException e) {
      throw Rethrow.asItIs(e.getTargetException());
    }
  }

  /** Gives all fields of the user's classes the values that a new instance has. */
  static void reset(EventSourcedAggregate aggregate) {
    EventSourcedAggregate initial = create(aggregate.getClass());
    Class<?> type = aggregate.getClass();
    while (type != EventSourcedAggregate.class) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          copy(field, initial, aggregate);
        }
      }
      type = type.getSuperclass();
    }
  }

  private static boolean isOfApplication(Class<?> type) {
    return type.getClassLoader() != null && !type.isEnum() && !type.isRecord();
  }

  /** Lets parts that the constructor made refer to this object instead of the new instance. */
  private static void adopt(Object part, Object from, Object to) throws IllegalAccessException {
    for (Field field : part.getClass().getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && field.getType().isInstance(from)) {
        field.setAccessible(true);
        if (field.get(part) == from) {
          field.set(part, to);
        }
      }
    }
  }

  private static void copy(Field field, Object from, Object to) {
    try {
      field.setAccessible(true);
      Object value = field.get(from);
      field.set(to, value);
      if (value != null && isOfApplication(value.getClass())) {
        adopt(value, from, to);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot reset " + field, e);
    }
  }
}
