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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Finds required components that are null, in a message and in the records that it holds. An id
 * with the text "null" counts as missing, too: it was made of an id that is not generated yet.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class CompleteMessage {
  private static final Pattern ID = Pattern.compile("id|ID|.*(Id|ID)");
  private static final String NO_ID = String.valueOf((Object) null);

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
  private record Part(String name, boolean required, boolean isId, MethodHandle accessor) {
    static Part of(RecordComponent component) {
      try {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new Part(
            component.getName(),
            RequiredComponents.isRequired(component),
            component.getType() == String.class && ID.matcher(component.getName()).matches(),
            MethodHandles.lookup().unreflect(accessor));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("Cannot read " + component, e);
      }
    }

    /** This check ignores an accessor that throws: such a message cannot be written anyway. */
    @Nullable Object of(Object record) {
      try {
        return accessor.invoke(record);
      } catch (Throwable thrown) {
        return thrown;
      }
    }

    boolean isMissing(@Nullable Object value) {
      return required && (value == null || (isId && value.equals(NO_ID)));
    }
  }

  private CompleteMessage() {}

  /**
   * Checks a message. Call it before the message has an effect.
   *
   * @throws MissingComponentException if a required component is null
   */
  public static void require(Object message) {
    require(message.getClass(), "", message);
  }

  private static void require(Class<?> type, String path, @Nullable Object value) {
    if (value == null) {
      return;
    }
    if (value.getClass().isRecord()) {
      requireOfRecord(type, path.isEmpty() ? "" : path + ".", value);
    } else if (value instanceof Collection<?> all) {
      requireOfAll(type, path, all);
    } else if (value instanceof Object[] array) {
      requireOfAll(type, path, Arrays.asList(array));
    } else if (value instanceof Map<?, ?> map) {
      requireOfAll(type, path, map.values());
    } else if (value instanceof Optional<?> optional) {
      require(type, path, optional.orElse(null));
    }
  }

  private static void requireOfRecord(Class<?> type, String prefix, Object owner) {
    for (Part part : PARTS.get(owner.getClass())) {
      Object value = part.of(owner);
      if (part.isMissing(value)) {
        throw new MissingComponentException(type, prefix + part.name(), value);
      }
      require(type, prefix + part.name(), value);
    }
  }

  private static void requireOfAll(Class<?> type, String path, Collection<?> all) {
    int index = 0;
    for (Object each : all) {
      require(type, path + "[" + index++ + "]", each);
    }
  }
}
