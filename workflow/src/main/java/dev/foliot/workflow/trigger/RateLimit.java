package dev.foliot.workflow.trigger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how many starts of a workflow are admitted in a period. All others are skipped: their runs
 * end at once as {@link dev.foliot.workflow.RunStatus#SKIPPED}. A period begins with a start, and
 * the next period with the first start after its end.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface RateLimit {
  /** The maximum number of starts that are admitted in a period, from 1. */
  int limit();

  /** The period, such as {@code 30s}, {@code 1m} or {@code 1h}; positive. */
  String period();

  /**
   * An expression over {@code input}, the input of the run, such as {@code input.customerId}. Each
   * value has a limit of its own. Blank: one limit for all runs. If the value is null or false, the
   * start is not limited.
   */
  String key() default "";
}
