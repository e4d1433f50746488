package dev.foliot.outbox;

import dev.foliot.handler.StartPosition;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean whose {@code @Handle} methods receive the events published to a destination. The engine
 * calls it, also with synchronous event processing; a message that arrives twice is handled once.
 */
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Subscriber {
  /** The destination. */
  @AliasFor("destination")
  String value() default "";

  /** The destination. */
  @AliasFor("value")
  String destination() default "";

  /** The stable name of the subscription; the class name in kebab case if empty. */
  String name() default "";

  /** The start position of a new subscriber. */
  StartPosition start() default StartPosition.END;
}
