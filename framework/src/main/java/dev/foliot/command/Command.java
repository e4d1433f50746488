package dev.foliot.command;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A record that asks the application to change something. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Command {
  /** The stable name (R8); by default the simple class name. Unique among commands. */
  String name() default "";

  /** The schema version, from 1. */
  int version() default 1;

  /**
   * The component that orders submitted commands: commands of this type with the same value run one
   * at a time, in the order in which they were submitted. By default, and if the value is null,
   * each command is on its own. Commands that are processed are not affected.
   */
  String sequencedBy() default "";

  /**
   * The names under which it was stored before, so that stored messages are still read after a
   * change of the name.
   */
  String[] aliases() default {};
}
