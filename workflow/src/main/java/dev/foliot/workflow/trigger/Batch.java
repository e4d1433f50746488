package dev.foliot.workflow.trigger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Collects starts, and begins one run with the inputs of all of them. The input of the workflow is
 * a {@code List}; the lists of all starts are joined in their order. The run begins when it has the
 * maximal size, or when the time is over. A start that joins a batch returns the handle of the run
 * of the batch. Combine it with {@link Concurrency} only. Starts have no due time of their own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Batch {
  /**
   * The most elements of a batch, from 1 to 1,000. A longer input of one start is a batch of its
   * own.
   */
  int maxSize();

  /** How long a batch waits after its first start, such as {@code 10s}; above zero. */
  String timeout();

  /**
   * An expression over {@code input}, the input of the run, such as {@code input.customerId}. Each
   * value has a limit of its own. Blank: one limit for all runs. If the value is null or false, the
   * start is not limited.
   */
  String key() default "";
}
