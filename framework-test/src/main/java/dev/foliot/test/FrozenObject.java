package dev.foliot.test;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of an object at one moment, by their paths. They stay when the object changes. */
final class FrozenObject {
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private FrozenObject() {}

  static FrozenObject of(@Nullable Object object) {
    FrozenObject frozen = new FrozenObject();
    frozen.visit("", object);
    return frozen;
  }

  /** The changes of the object between this moment and a later one. */
  List<Difference> changedTo(FrozenObject later) {
    return Differences.between(values, later.values).stream()
        .map(FrozenObject::withPlainPath)
        .toList();
  }

  /** The paths are the keys of a map. */
  private static Difference withPlainPath(Difference difference) {
    String path = difference.path();
    return new Difference(
        path.substring(1, path.length() - 1), difference.expected(), difference.actual());
  }

  private void visit(String path, @Nullable Object value) {
    if (value == null) {
      values.put(path, null);
      return;
    }
    Shape shape = Shape.of(value.getClass());
    switch (shape.kind()) {
      case ARRAY -> visitAll(path, Difference.elements(value));
      case ORDERED, SET -> visitAll(path, (Collection<?>) value);
      case MAP ->
          ((Map<?, ?>) value).forEach((key, each) -> visit("%s[%s]".formatted(path, key), each));
      case OPTIONAL -> visit(path, ((Optional<?>) value).orElse(null));
      case VALUE, TEXT -> values.put(path, isNumber(value) ? value : value.toString());
      case OPAQUE -> values.put(path, value.getClass().getName());
      case FIELDS -> visitFields(path, shape, value);
    }
  }

  /** Whether the value is shown as a number. A number that can change is not a value. */
  private static boolean isNumber(Object value) {
    return Shape.of(value.getClass()).kind() == Shape.Kind.VALUE
        && (value instanceof Number || value instanceof Boolean);
  }

  private void visitAll(String path, Collection<? extends @Nullable Object> elements) {
    int index = 0;
    for (Object each : elements) {
      visit("%s[%s]".formatted(path, index++), each);
    }
  }

  private void visitFields(String path, Shape shape, Object value) {
    if (seen.add(value)) {
      for (Field field : shape.fields()) {
        visit(
            path.isEmpty() ? field.getName() : path + "." + field.getName(),
            Shape.read(field, value));
      }
    }
  }
}
