package dev.foliot.workflow.step;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a step of a workflow. Its parameters are an event and, if needed, a {@link StepContext}. It
 * returns an event, a {@code List} of events, or null for none. A sealed interface stands for all
 * of its classes.
 *
 * <p>A step runs outside of any transaction, at least once for each attempt. Its returned events
 * and its emitted events are stored together with its outcome.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Step {
  /** The maximum number of events of one run that the step handles at the same time, at least 1. */
  int workers() default 4;

  /**
   * The name of a static field, or of a static method without parameters, in the same class, with
   * the {@link dev.foliot.handler.RetryPolicy} of the step. If empty, the default policy of the
   * application applies.
   */
  String retry() default "";

  /**
   * The classes of the questions that the step asks by {@link StepContext#ask}, for the drawing of
   * the graph.
   */
  Class<? extends InputRequired<?>>[] asks() default {};

  /** The classes of events that the step only gives by {@link StepContext#send}. */
  Class<?>[] sends() default {};
}
