package dev.foliot.projection;

import dev.foliot.handler.StartPosition;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean whose {@code @On} methods bring events into a {@link Projection}. Their rows and the
 * checkpoint commit together, so each event counts once. A new projector starts at the log's
 * beginning.
 */
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Projector {
  /** The projection that it fills. */
  @AliasFor("projection")
  Class<?> value() default void.class;

  /** The projection that it fills. */
  @AliasFor("value")
  Class<?> projection() default void.class;

  /** The stable name of its subscription; the class name in kebab case if empty. */
  String name() default "";

  /**
   * The component, of every event that it takes, whose value says which events must be handled one
   * at a time and in order; the aggregate's stream if empty. Name one where events of several
   * aggregates change the same row.
   */
  String sequencedBy() default "";

  /** Where it starts to read when it is new. */
  StartPosition start() default StartPosition.BEGINNING;
}
