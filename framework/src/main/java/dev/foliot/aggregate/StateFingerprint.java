package dev.foliot.aggregate;

import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.Sha256;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The shape of a state: its fields, the fields of the application's types in them, and the events
 * that make it, with their versions. A snapshot of another shape is not used.
 */
final class StateFingerprint {
  private final StringBuilder shape = new StringBuilder();
  private final Set<String> described = new TreeSet<>();

  private StateFingerprint() {}

  /** A hash of the shape: 64 hexadecimal digits. */
  static String of(Folding<?> folding, MessageTypes types) {
    return Sha256.of(shapeOf(folding, types));
  }

  /** The shape, to be read by people. */
  static String shapeOf(Folding<?> folding, MessageTypes types) {
    var fingerprint = new StateFingerprint();
    fingerprint.describe(folding.type());
    folding.events().stream()
        .filter(types::knows)
        .map(types::of)
        .sorted(Comparator.comparing(MessageType::name))
        .forEach(type -> fingerprint.add(type.name() + " version " + type.version()));
    return fingerprint.shape.toString();
  }

  private void add(String line) {
    shape.append(line).append('\n');
  }

  /**
   * Adds the fields of a type. For a type of a library, only the name is used, because the library
   * defines its JSON.
   */
  private void describe(Class<?> type) {
    if (type.isArray()) {
      describe(type.getComponentType());
    } else if (!type.isPrimitive()
        && type.getClassLoader() != null
        && described.add(type.getName())) {
      add(type.getName());
      if (type.isEnum()) {
        Stream.of(type.getEnumConstants()).forEach(each -> add("  " + ((Enum<?>) each).name()));
      } else {
        describeFields(type);
      }
      if (type.isSealed()) {
        Stream.of(type.getPermittedSubclasses()).forEach(this::describe);
      }
    }
  }

  private void describeFields(Class<?> type) {
    Type above = type.getGenericSuperclass();
    Stream.of(type.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .filter(field -> !Modifier.isTransient(field.getModifiers()) && !field.isSynthetic())
        .sorted(Comparator.comparing(Field::getName))
        .forEach(
            field -> {
              add("  " + field.getName() + " " + field.getGenericType().getTypeName());
              describe(field.getGenericType());
            });
    if (above != null) {
      describe(above);
    }
  }

  private void describe(Type type) {
    if (type instanceof Class<?> named) {
      describe(named);
    } else if (type instanceof ParameterizedType parameterized) {
      describe(parameterized.getRawType());
      Stream.of(parameterized.getActualTypeArguments()).forEach(this::describe);
    } else if (type instanceof GenericArrayType array) {
      describe(array.getGenericComponentType());
    } else if (type instanceof WildcardType wildcard) {
      Stream.of(wildcard.getUpperBounds()).forEach(this::describe);
    }
  }
}
