package dev.foliot.workflow.expression;

import dev.foliot.failure.ErrorText;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.AccessException;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypedValue;

/**
 * Reads the variables of an expression, which are a map, and the properties of their values. The
 * constants of an enum are read as their names, so that they can be compared with a text.
 */
final class ReadProperty implements PropertyAccessor {
  private final BiPredicate<Class<?>, String> readable;

  /**
   * @param readable whether a property of a type may be read
   */
  ReadProperty(BiPredicate<Class<?>, String> readable) {
    this.readable = readable;
  }

  @Override
  public Class<?> @Nullable [] getSpecificTargetClasses() {
    return null;
  }

  @Override
  public boolean canRead(EvaluationContext context, @Nullable Object target, String name) {
    return target != null && (target instanceof Map<?, ?> || find(target.getClass(), name) != null);
  }

  private @Nullable Method find(Class<?> type, String name) {
    return readable.test(type, name) ? Properties.find(type, name) : null;
  }

  @Override
  public TypedValue read(EvaluationContext context, @Nullable Object target, String name)
      throws AccessException {
    return new TypedValue(shown(valueOf(target, name)));
  }

  private @Nullable Object valueOf(@Nullable Object target, String name) throws AccessException {
    if (target instanceof Map<?, ?> map) {
      return map.get(name);
    }
    Method method = target == null ? null : find(target.getClass(), name);
    if (method == null) {
      throw new AccessException("There is no property %s.".formatted(name));
    }
    try {
      return method.invoke(target);
    } catch (InvocationTargetException e) {
      throw new AccessException(ErrorText.of(e.getTargetException()), e);
    } catch (IllegalAccessException e) {
      throw new AccessException(ErrorText.of(e), e);
    }
  }

  private static @Nullable Object shown(@Nullable Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value;
  }

  @Override
  public boolean canWrite(EvaluationContext context, @Nullable Object target, String name) {
    return false;
  }

  @Override
  public void write(
      EvaluationContext context, @Nullable Object target, String name, @Nullable Object value) {
    throw new UnsupportedOperationException("An expression changes nothing.");
  }
}
