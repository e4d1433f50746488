package dev.foliot.query;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean whose {@link dev.foliot.handler.Handle} methods answer queries. Each runs in the caller's
 * transaction, or in a read-only one.
 */
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface QueryHandler {
  /** The name of the bean; by default Spring chooses it. */
  @AliasFor(annotation = Component.class, attribute = "value")
  String beanName() default "";

  /**
   * The projections that its methods read: a query with a consistency token waits for these, unless
   * its {@link QueryOptions} name others. If empty, it waits for all projections.
   */
  Class<?>[] projections() default {};
}
