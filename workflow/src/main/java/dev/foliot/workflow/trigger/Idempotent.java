package dev.foliot.workflow.trigger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets each key start one run in a period. Within the period, a second start with this key returns
 * the handle of the first run, and is recorded as {@link dev.foliot.workflow.RunStatus#SKIPPED}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Idempotent {
  /**
   * An expression over {@code input}, the input of the run, such as {@code input.orderId}. If the
   * value is null or false, the start is not compared with others.
   */
  String key();

  /** The time for which the first start is remembered, such as {@code 24h}; positive. */
  String period() default "24h";
}
