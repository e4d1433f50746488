package dev.foliot.workflow.trigger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs only the last one of several starts that follow each other in a burst. Each start waits for
 * the period. If another start follows meanwhile, the earlier run ends as {@link
 * dev.foliot.workflow.RunStatus#SKIPPED}. The annotation can be combined with {@link Concurrency}
 * only, and starts must not have a due time.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Debounce {
  /** The time that a start waits for the next one, such as {@code 5s}; positive. */
  String period();

  /** The longest wait after the first start of a burst, such as {@code 1m}; blank for no limit. */
  String timeout() default "";

  /**
   * An expression over {@code input}, the input of the run, such as {@code input.customerId}. Each
   * value has a limit of its own. Blank: one limit for all runs. If the value is null or false, the
   * start is not limited.
   */
  String key() default "";
}
