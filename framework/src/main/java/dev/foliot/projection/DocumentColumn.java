package dev.foliot.projection;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * A component of a document that has a column of its own.
 *
 * @param name the column, with a prefix, so that it is never a reserved word
 */
record DocumentColumn(RecordComponent component, String name, ColumnType type) {
  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  String property() {
    return component.getName();
  }

  /** The value of a document, as the driver takes it. */
  @Nullable Object of(Object document) {
    try {
      component.getAccessor().setAccessible(true);
      Object value = component.getAccessor().invoke(document);
      return value == null ? null : SqlValue.inColumn(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(
          "The component %s of %s cannot be read: %s"
              .formatted(property(), component.getDeclaringRecord().getName(), e),
          e);
    }
  }

  /**
   * A value to compare with, as the driver takes it.
   *
   * @throws IllegalArgumentException if it is of another type
   */
  Object compared(Object value) {
    Class<?> declared = ClassUtils.resolvePrimitiveIfNecessary(component.getType());
    if (type.isWholeNumber()
        && ColumnType.of(value.getClass()).filter(ColumnType::isWholeNumber).isPresent()) {
      return whole(((Number) value).longValue(), declared);
    }
    if (!declared.isInstance(value) && !(type.isNumber() && value instanceof Number)) {
      throw new IllegalArgumentException(
          "The component %s of %s is of type %s, but the given value is of type %s. Give it a value of the component's type."
              .formatted(
                  property(),
                  component.getDeclaringRecord().getSimpleName(),
                  declared.getSimpleName(),
                  value.getClass().getSimpleName()));
    }
    return SqlValue.inColumn(value);
  }

  /**
   * Converts a number to the type of the component, if the value fits, because ids are compared in
   * memory, too.
   */
  private static Number whole(long value, Class<?> declared) {
    if (declared == Integer.class && value == (int) value) {
      return (int) value;
    }
    if (declared == Short.class && value == (short) value) {
      return (short) value;
    }
    if (declared == Byte.class && value == (byte) value) {
      return (byte) value;
    }
    return value;
  }
}
