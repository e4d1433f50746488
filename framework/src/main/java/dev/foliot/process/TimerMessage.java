package dev.foliot.process;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares name and version of a record that an {@link OnTimer} method takes. A record without it
 * has its simple class name and version 1. Waiting timers hold stored messages, so a change of the
 * record needs an alias or an upcaster, as for events.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface TimerMessage {
  /** The stable name; by default the simple class name. Unique among the messages of timers. */
  String name() default "";

  /** The schema version, from 1. */
  int version() default 1;

  /** The names under which it was stored before. */
  String[] aliases() default {};
}
