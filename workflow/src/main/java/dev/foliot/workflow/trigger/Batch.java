package dev.foliot.workflow.trigger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Collects starts, and begins one run with the inputs of all of them. The input of the workflow is
 * a {@code List}; the lists of all starts are joined in their order. The run begins when the batch
 * has the maximum size, or when the time is over. A start that joins a batch returns the handle of
 * the run of the batch. The annotation can be combined with {@link Concurrency} only, and starts
 * must not have a due time.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Batch {
  /**
   * The maximum number of elements of a batch, from 1 to 1,000. A longer input of one start is a
   * batch of its own.
   */
  int maxSize();

  /** The time that a batch waits after its first start, such as {@code 10s}; positive. */
  String timeout();

  /**
   * An expression over {@code input}, the input of the run, such as {@code input.customerId}. Each
   * value has a limit of its own. Blank: one limit for all runs. If the value is null or false, the
   * start is not limited.
   */
  String key() default "";
}
