package dev.foliot.projection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A read model, which a {@link Projector} fills and {@code domain.viewFor} reads; usually also a
 * JPA entity. It can be thrown away and filled again from the log.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Projection {
  /**
   * The tables of its rows, as SQL writes their names without a schema. A rebuild needs them if the
   * projector writes by SQL. The tables of a JPA entity are known, so name only other tables.
   */
  String[] tables() default {};
}
