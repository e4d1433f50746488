package dev.foliot.workflow.trigger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how often runs of a workflow begin, on all nodes together. No start is lost: the runs
 * queue, by lane, then by the time when they were due. One run begins every {@code period / limit}.
 * After a pause, up to {@link #burst()} runs begin at once. So at most {@code limit + burst - 1}
 * runs begin within any period.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Throttle {
  /** The number of runs that begin in a period, from 1. */
  int limit();

  /** The period, such as {@code 30s}, {@code 1m} or {@code 1h}; positive. */
  String period();

  /**
   * An expression over {@code input}, the input of the run, such as {@code input.customerId}. Each
   * value has a limit of its own. Blank: one limit for all runs. If the value is null or false, the
   * start is not limited.
   */
  String key() default "";

  /** The number of runs that begin at once after a pause, from 1. */
  int burst() default 1;
}
