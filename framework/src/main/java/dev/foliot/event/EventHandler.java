package dev.foliot.event;

import dev.foliot.handler.StartPosition;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Component;

/**
 * A bean whose {@link dev.foliot.handler.Handle} methods react to events. Each bean is one
 * subscription (R22): the rows that it writes commit together with its checkpoint.
 */
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EventHandler {
  /**
   * The stable name of the subscription; by default the class name in kebab case. Checkpoints and
   * parked messages belong to this name: keep it when the class is renamed.
   */
  String name() default "";

  /**
   * The component of its events whose value is the sequencing key: events of one key are handled
   * one after the other (R23). By default, the aggregate is the key.
   */
  String sequencedBy() default "";

  /** The start position of a new subscription. */
  StartPosition start() default StartPosition.END;
}
