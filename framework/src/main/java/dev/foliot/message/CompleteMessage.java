package dev.foliot.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
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
 * Finds required components that are null, in a message and in the records that it holds, and nulls
 * among the elements of its lists, arrays and maps. An id with the text "null" counts as missing,
 * too: it was made of an id that is not generated yet.
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
  private record Part(
      String name,
      boolean required,
      boolean isId,
      @Nullable Elements elements,
      MethodHandle accessor) {
    static Part of(RecordComponent component) {
      try {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        return new Part(
            component.getName(),
            RequiredComponents.isRequired(component),
            component.getType() == String.class && ID.matcher(component.getName()).matches(),
            Elements.of(component.getAnnotatedType()),
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

  /**
   * The declared elements of a list or an array, or the values of a map.
   *
   * @param mayBeNull whether they are nullable, or of a type that is not known
   * @param inner their own elements; null if they have none
   */
  private record Elements(boolean mayBeNull, @Nullable Elements inner) {
    static @Nullable Elements of(AnnotatedType container) {
      AnnotatedType element = null;
      if (container instanceof AnnotatedArrayType array) {
        element = array.getAnnotatedGenericComponentType();
      } else if (container instanceof AnnotatedParameterizedType generic) {
        AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
        element = arguments[arguments.length - 1];
      }
      return element == null ? null : new Elements(mayBeNull(element), of(element));
    }

    private static boolean mayBeNull(AnnotatedType element) {
      return element instanceof AnnotatedTypeVariable
          || element instanceof AnnotatedWildcardType
          || element.getType() == Object.class
          || RequiredComponents.hasNullable(Stream.of(element.getAnnotations()));
    }
  }

  private CompleteMessage() {}

  /**
   * Checks a message. Call it before the message has an effect.
   *
   * @throws MissingComponentException if a required component or an element is null
   */
  public static void require(Object message) {
    require(message.getClass(), "", null, message);
  }

  private static void require(
      Class<?> type, String path, @Nullable Elements elements, @Nullable Object value) {
    if (value == null) {
      return;
    }
    if (value.getClass().isRecord()) {
      requireOfRecord(type, path.isEmpty() ? "" : path + ".", value);
    } else if (value instanceof Collection<?> all) {
      requireOfAll(type, path, elements, all);
    } else if (value instanceof Object[] array) {
      requireOfAll(type, path, elements, Arrays.asList(array));
    } else if (value instanceof Map<?, ?> map) {
      requireOfAll(type, path, elements, map.values());
    } else if (value instanceof Optional<?> optional) {
      require(type, path, elements == null ? null : elements.inner(), optional.orElse(null));
    }
  }

  private static void requireOfRecord(Class<?> type, String prefix, Object owner) {
    for (Part part : PARTS.get(owner.getClass())) {
      Object value = part.of(owner);
      if (part.isMissing(value)) {
        throw new MissingComponentException(type, prefix + part.name(), value);
      }
      require(type, prefix + part.name(), part.elements(), value);
    }
  }

  private static void requireOfAll(
      Class<?> type, String path, @Nullable Elements elements, Collection<?> all) {
    int index = 0;
    for (Object each : all) {
      String place = path + "[" + index++ + "]";
      if (each == null && elements != null && !elements.mayBeNull()) {
        throw MissingComponentException.ofElement(type, place);
      }
      require(type, place, elements == null ? null : elements.inner(), each);
    }
  }
}
