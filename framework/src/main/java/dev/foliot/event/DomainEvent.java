package dev.foliot.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A record of a fact about an aggregate. It is stored for ever. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DomainEvent {
  /** The stable name (R8); by default the simple class name. Unique among events. */
  String name() default "";

  /** The schema version, from 1. */
  int version() default 1;

  /**
   * The names under which it was stored before, so that stored messages are still read after a
   * change of the name.
   */
  String[] aliases() default {};

  /**
   * The destination at the message broker, such as a topic, if the event also leaves the
   * application through the outbox. By default the event is not published.
   */
  String publish() default "";
}
