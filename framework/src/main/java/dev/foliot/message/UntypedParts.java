package dev.foliot.message;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Values of any class within a declared type, as in {@code Map<String, Object>}. JSON gives them
 * back as texts, numbers, lists and maps: a {@code Long} as an {@code Integer}, for example.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class UntypedParts {
  private UntypedParts() {}

  /** Whether the type, or one of its type arguments, is {@code Object} or not known. */
  public static boolean areIn(Type type) {
    if (type instanceof ParameterizedType generic) {
      return Stream.of(generic.getActualTypeArguments()).anyMatch(UntypedParts::areIn);
    }
    if (type instanceof GenericArrayType array) {
      return areIn(array.getGenericComponentType());
    }
    return !(type instanceof Class<?> raw)
        || raw == Object.class
        || raw.getTypeParameters().length > 0;
  }
}
