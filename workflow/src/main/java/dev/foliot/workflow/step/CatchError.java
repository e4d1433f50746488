package dev.foliot.workflow.step;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an error handler. If a step fails for good, the method gets a {@link StepFailed}, and
 * returns events like a step. The run continues with these events. If there is no such method, or
 * if its recoveries are used up, the run fails.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CatchError {
  /** The names of the steps; empty for all steps that no other method names. */
  String[] steps() default {};

  /**
   * The maximum number of calls in one lineage, at least 1. A lineage is an event, the events that
   * steps returned for it, and so on.
   */
  int maxRecoveries() default 1;
}
