package dev.foliot.test;

import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.StateStoredAggregate;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of a class are looked into. What is known of a class is found out once.
 *
 * @param kind what they are
 * @param fields what they hold, those of the superclasses too; only for {@link Kind#FIELDS}
 */
record Shape(Kind kind, List<Field> fields) {

  /** What an object is to somebody who compares it with another. */
  enum Kind {
    /** It has an {@code equals} that is worth its name. */
    VALUE,
    /** It has no {@code equals}, but a text which says all. */
    TEXT,
    /** Nothing is known about it; two of one class are taken for the same. */
    OPAQUE,
    ORDERED,
    SET,
    MAP,
    OPTIONAL,
    ARRAY,
    /** Of the application's own making: it is what its fields are, whatever its {@code equals}. */
    FIELDS
  }

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return inspect(type);
        }
      };

  static Shape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static Shape inspect(Class<?> type) {
    Kind known = container(type);
    if (known != null) {
      return new Shape(known, List.of());
    }
    if (type.isEnum() || Enum.class.isAssignableFrom(type) || type == Class.class) {
      return new Shape(Kind.VALUE, List.of());
    }
    if (type.isHidden() || type.isSynthetic() || isOfJava(type)) {
      return closed(type);
    }
    List<Field> fields = state(type);
    return fields.stream().allMatch(AccessibleObject::trySetAccessible)
        ? new Shape(Kind.FIELDS, fields)
        : closed(type);
  }

  private static @Nullable Kind container(Class<?> type) {
    if (type.isArray()) {
      return Kind.ARRAY;
    }
    if (Set.class.isAssignableFrom(type)) {
      return Kind.SET;
    }
    if (Map.class.isAssignableFrom(type)) {
      return Kind.MAP;
    }
    if (Collection.class.isAssignableFrom(type)) {
      return Kind.ORDERED;
    }
    return type == Optional.class ? Kind.OPTIONAL : null;
  }

  /** A class whose fields cannot be seen, or are nobody's business. */
  private static Shape closed(Class<?> type) {
    if (hasEquals(type)) {
      return new Shape(Kind.VALUE, List.of());
    }
    boolean says =
        Number.class.isAssignableFrom(type)
            || CharSequence.class.isAssignableFrom(type)
            || type.getName().startsWith("java.util.concurrent.atomic.");
    return new Shape(says ? Kind.TEXT : Kind.OPAQUE, List.of());
  }

  private static boolean hasEquals(Class<?> type) {
    try {
      return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static boolean isOfJava(Class<?> type) {
    return Stream.of("java.", "javax.", "jdk.", "sun.").anyMatch(type.getName()::startsWith);
  }

  /** Without what is declared to be no state, and without the fields of Foliot's own classes. */
  private static List<Field> state(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> each = type; each != null && !isBase(each); each = each.getSuperclass()) {
      Stream.of(each.getDeclaredFields()).filter(Shape::isState).forEach(fields::add);
    }
    return List.copyOf(fields);
  }

  private static boolean isBase(Class<?> type) {
    return type == EventSourcedAggregate.class
        || type == StateStoredAggregate.class
        || isOfJava(type);
  }

  private static boolean isState(Field field) {
    return !field.isSynthetic()
        && !Modifier.isStatic(field.getModifiers())
        && !Modifier.isTransient(field.getModifiers());
  }

  /** What an object has in one of its fields. */
  static @Nullable Object read(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot read " + field, e);
    }
  }
}
