package dev.foliot.workflow.step;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method that takes a {@link StepFailed} when a step has failed for good, and gives events
 * as a step does. The run goes on with them. If there is no such method, or if its recoveries are
 * used up, the run fails.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface CatchError {
  /** The names of the steps; empty for all steps that no other method names. */
  String[] steps() default {};

  /**
   * How often it may be called in one lineage, at least 1: for an event, for the events that were
   * made from it, and so on.
   */
  int maxRecoveries() default 1;
}
