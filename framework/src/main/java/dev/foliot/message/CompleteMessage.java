package dev.foliot.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds required components that are null, in a message and in the records that it holds. */
public final class CompleteMessage {
  private static final ClassValue<List<Part>> PARTS =
      new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
          return Stream.of(type.getRecordComponents())
              .filter(component -> !component.getType().isPrimitive())
              .map(Part::of)
              .toList();
        }
      };

  /** A component whose value is an object. */
  private record Part(String name, boolean required, MethodHandle accessor) {
    static Part of(RecordComponent component) {
      try {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new Part(
            component.getName(),
            RequiredComponents.isRequired(component),
            MethodHandles.lookup().unreflect(accessor));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("Cannot read " + component, e);
      }
    }

    /** An accessor that throws is no business of this check: the message cannot be written. */
    @Nullable Object of(Object record) {
      try {
        return accessor.invoke(record);
      } catch (Throwable thrown) {
        return thrown;
      }
    }
  }

  private CompleteMessage() {}

  /**
   * To be asked before the message changes anything.
   *
   * @throws MissingComponentException if a required component is null
   */
  public static void require(Object message) {
    String missing = missing("", message);
    if (missing != null) {
      throw new MissingComponentException(message.getClass(), missing);
    }
  }

  private static @Nullable String missing(String path, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value.getClass().isRecord()) {
      return missingOfRecord(path, value);
    }
    if (value instanceof Collection<?> all) {
      return missingOfAll(path, all);
    }
    if (value instanceof Object[] array) {
      return missingOfAll(path, Arrays.asList(array));
    }
    if (value instanceof Map<?, ?> map) {
      return missingOfAll(path, map.values());
    }
    return value instanceof Optional<?> optional ? missing(path, optional.orElse(null)) : null;
  }

  private static @Nullable String missingOfRecord(String path, Object owner) {
    String prefix = path.isEmpty() ? "" : path + ".";
    for (Part part : PARTS.get(owner.getClass())) {
      Object value = part.of(owner);
      String found =
          value == null
              ? (part.required() ? prefix + part.name() : null)
              : missing(prefix + part.name(), value);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable String missingOfAll(String path, Collection<?> all) {
    int index = 0;
    for (Object each : all) {
      String found = missing(path + "[" + index++ + "]", each);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
