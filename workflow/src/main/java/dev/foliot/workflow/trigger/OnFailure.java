package dev.foliot.workflow.trigger;

import dev.foliot.workflow.DurableFunction;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the workflow that is started when a run of the annotated workflow has failed for good. It
 * is started once for each failure, in the commit that stores the failure, as a run of its own. If
 * the run is retried and fails again, another one is started. The run has the priority and the
 * correlation of the failed run, and may queue if its workflow has {@link Concurrency} or {@link
 * Throttle}. No other flow control applies. The highest version of the failed workflow decides. If
 * the run cannot be started, the log has a warning, but the failure is stored. A run that is
 * cancelled, terminated or timed out has not failed.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnFailure {
  /** A workflow of the application; its highest version is started. */
  Class<? extends DurableFunction<? extends FailedRun<?>, ?>> value();
}
