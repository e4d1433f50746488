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
 * The way in which objects of a class are compared. It is determined once for each class.
 *
 * @param kind the kind of the objects
 * @param fields their fields, including those of superclasses; only for {@link Kind#FIELDS}
 */
record Shape(Kind kind, List<Field> fields) {

  /** The kind of an object in a comparison. */
  enum Kind {
    /** The object has a useful {@code equals}. */
    VALUE,
    /** The object has no {@code equals}, but a text, as a currency or a pattern has. */
    TEXT,
    /** Nothing is known about the object; two objects of one class count as equal. */
    OPAQUE,
    ORDERED,
    SET,
    MAP,
    OPTIONAL,
    ARRAY,
    /** An object of the application's classes: its fields are compared, not its {@code equals}. */
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

  /** The shape of a class whose fields cannot be read, or do not matter. */
  private static Shape closed(Class<?> type) {
    if (overrides(type, "equals", Object.class)) {
      return new Shape(Kind.VALUE, List.of());
    }
    return new Shape(overrides(type, "toString") ? Kind.TEXT : Kind.OPAQUE, List.of());
  }

  private static boolean overrides(Class<?> type, String method, Class<?>... parameters) {
    try {
      return type.getMethod(method, parameters).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static boolean isOfJava(Class<?> type) {
    return Stream.of("java.", "javax.", "jdk.", "sun.").anyMatch(type.getName()::startsWith);
  }

  /**
   * The fields that are state: without excluded fields, and without the fields of Foliot's own
   * classes.
   */
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

  /** The value of one field of an object. */
  static @Nullable Object read(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("Cannot read " + field, e);
    }
  }
}
