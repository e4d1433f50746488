package dev.foliot.workflow.trigger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Limits how many runs of a workflow execute at the same time, on all nodes together. A run
 * executes from the moment when a node claims it until it waits or ends. A waiting run needs no
 * place, and takes one again when it continues. The other runs queue: by lane, then by the time
 * when they were due.
 *
 * <p>A run keeps its place when its node dies, until another node has taken the run over.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Concurrency {
  /** The maximum number of runs that execute at the same time, from 1. */
  int limit();

  /**
   * An expression over {@code input}, the input of the run, such as {@code input.customerId}. Each
   * value has a limit of its own. Blank: one limit for all runs. If the value is null or false, the
   * start is not limited.
   */
  String key() default "";
}
