package dev.foliot.personaldata;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a message, or of a record inside a message, with data about a person. It is stored
 * encrypted with the key of the {@link DataSubject} of its record, or else of the nearest enclosing
 * record that has one. Handlers see the plain value until the person is forgotten, and the
 * placeholder afterwards.
 *
 * <p>It can also be a field of a process manager, whose state is stored. Then the {@link
 * DataSubject} is another field.
 */
@Documented
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface PersonalData {
  /**
   * The placeholder that is read after the person is forgotten: the text itself for a {@code
   * String}, and JSON such as {@code 0} or {@code []} for any other type. A date or the name of an
   * enum needs no quotes. Empty means an empty {@code String}, or {@code null}; a component that
   * gets null must be {@code @Nullable} or an {@code Optional}. The placeholder is stored with the
   * value, so a change applies only to values that are written afterwards.
   */
  String placeholder() default "";
}
