package dev.foliot.workflow.trigger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets one run of a workflow be open at a time. A run is open from its start until it has ended,
 * also while it waits.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Singleton {
  /**
   * An expression over {@code input}, the input of the run, such as {@code input.customerId}. Each
   * value has a limit of its own. Blank: one limit for all runs. If the value is null or false, the
   * start is not limited.
   */
  String key() default "";

  /** The run that yields when another one is started. */
  Mode mode() default Mode.SKIP;

  /** The run that yields when another one is started. */
  enum Mode {
    /** The new run: it ends at once as {@link dev.foliot.workflow.RunStatus#SKIPPED}. */
    SKIP,
    /**
     * The open run: it is cancelled, and may run its compensations at the same time as the new run.
     */
    CANCEL
  }
}
