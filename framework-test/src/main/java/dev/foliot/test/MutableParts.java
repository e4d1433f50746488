package dev.foliot.test;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.Buffer;
import java.text.Format;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Calendar;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the mutable parts of an object that should never change. It only reports parts that are
 * mutable for sure; an unknown class counts as immutable.
 */
final class MutableParts {
  private final List<String> found = new ArrayList<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private static final List<Class<?>> MUTABLE =
      List.of(
          Date.class, Calendar.class, Appendable.class, Buffer.class, BitSet.class, Format.class);

  private MutableParts() {}

  /** Returns a line for each part, with its place and the remedy. */
  static List<String> of(Object object) {
    MutableParts parts = new MutableParts();
    parts.visit("", object.getClass().getSimpleName(), object);
    return parts.found;
  }

  private void visit(String path, String owner, @Nullable Object value) {
    if (value == null) {
      return;
    }
    Class<?> type = value.getClass();
    Shape shape = Shape.of(type);
    switch (shape.kind()) {
      case ARRAY -> accuseType(path, type);
      case ORDERED, SET -> visitCollection(path, owner, (Collection<?>) value);
      case MAP -> visitMap(path, owner, (Map<?, ?>) value);
      case OPTIONAL -> visit(path, owner, ((Optional<?>) value).orElse(null));
      case VALUE, TEXT, OPAQUE -> accuseType(path, type);
      case FIELDS -> visitFields(path, shape, value);
    }
  }

  /** Only if the type is known to be mutable. */
  private boolean accuseType(String path, Class<?> type) {
    if (type.isArray()) {
      found.add(
          "%s: an array can be changed. Use a List, or text for bytes.".formatted(here(path)));
      return true;
    }
    boolean mutable =
        MUTABLE.stream().anyMatch(each -> each.isAssignableFrom(type))
            || type.getName().startsWith("java.util.concurrent.atomic.");
    if (mutable) {
      boolean date = Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type);
      found.add(
          "%s: %s can be changed. Use %s."
              .formatted(
                  here(path),
                  type.getSimpleName(),
                  date ? "a type of java.time, such as Instant" : "text, a number or a record"));
    }
    return mutable;
  }

  private static String here(String path) {
    return path.isEmpty() ? "the event itself" : path;
  }

  private void visitCollection(String path, String owner, Collection<?> values) {
    if (MutableCollections.has(values.getClass())) {
      accuseCopy(path, owner, values.getClass(), copyOf(path, values));
    }
    int index = 0;
    for (Object each : values) {
      visit("%s[%s]".formatted(path, index++), owner, each);
    }
  }

  private void visitMap(String path, String owner, Map<?, ?> values) {
    if (MutableCollections.has(values.getClass())) {
      accuseCopy(
          path,
          owner,
          values.getClass(),
          values instanceof SortedMap<?, ?>
              ? "Collections.unmodifiableSortedMap(new TreeMap<>(%s))".formatted(name(path))
              : "Map.copyOf(%s)".formatted(name(path)));
    }
    values.forEach((key, value) -> visit("%s[%s]".formatted(path, key), owner, value));
  }

  private static String copyOf(String path, Collection<?> values) {
    if (values instanceof SortedSet<?>) {
      return "Collections.unmodifiableSortedSet(new TreeSet<>(%s))".formatted(name(path));
    }
    return "%s.copyOf(%s)".formatted(values instanceof Set<?> ? "Set" : "List", name(path));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[.*", "");
  }

  private void accuseCopy(String path, String owner, Class<?> type, String copy) {
    found.add(
        "%s: %s can be changed. Copy it in the compact constructor of %s: %s = %s;"
            .formatted(here(path), type.getSimpleName(), owner, name(path), copy));
  }

  private void visitFields(String path, Shape shape, Object value) {
    if (!seen.add(value)) {
      return;
    }
    Class<?> type = value.getClass();
    if (!type.isRecord()) {
      setter(type)
          .ifPresent(
              setter ->
                  found.add(
                      "%s: %s can be changed by %s. Make it a record."
                          .formatted(here(path), type.getSimpleName(), setter)));
    }
    for (Field field : shape.fields()) {
      visitField(path.isEmpty() ? field.getName() : path + "." + field.getName(), field, value);
    }
  }

  private void visitField(String path, Field field, Object owner) {
    Object content = Shape.read(field, owner);
    if (content == null) {
      accuseType(path, field.getType());
    } else {
      visit(path, owner.getClass().getSimpleName(), content);
    }
  }

  /** How others can change an object of the class: a setter, or a field that is open to them. */
  private static Optional<String> setter(Class<?> type) {
    Stream<String> setters =
        Stream.of(type.getMethods())
            .filter(each -> each.getName().matches("set[A-Z].*") && each.getParameterCount() == 1)
            .filter(each -> !Modifier.isStatic(each.getModifiers()))
            .map(Method::getName);
    Stream<String> fields =
        Shape.of(type).fields().stream()
            .filter(each -> !Modifier.isFinal(each.getModifiers()))
            .filter(each -> !Modifier.isPrivate(each.getModifiers()))
            .map(each -> "its field " + each.getName());
    return Stream.concat(setters, fields).sorted().findFirst();
  }
}
