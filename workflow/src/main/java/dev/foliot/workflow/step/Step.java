package dev.foliot.workflow.step;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a step of a workflow. Its parameter is the event that it takes, and it may take a {@link
 * StepContext} too. It returns the events that it gives: an event, a {@code List} of events, or
 * null for none. A sealed interface stands for all of its classes.
 *
 * <p>A step runs outside of any transaction, at least once for each attempt. Its events, and its
 * emitted events, are stored together with its outcome.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Step {
  /** How many events of one run it may take at the same time, at least 1. */
  int workers() default 4;

  /**
   * The name of a static field, or of a static method without parameters, of the same class: the
   * {@link dev.foliot.handler.RetryPolicy} of the step. The default policy of the application, if
   * it is empty.
   */
  String retry() default "";

  /** Events that it gives by {@link StepContext#send} only. */
  Class<?>[] sends() default {};
}
