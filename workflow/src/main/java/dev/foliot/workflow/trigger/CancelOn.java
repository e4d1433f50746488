package dev.foliot.workflow.trigger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Cancels runs of the workflow by domain events: all runs, also waiting ones, that exist and have
 * not ended when the event is handled. Their compensations run first. If an event cancels and
 * starts runs of a workflow, it cancels first.
 *
 * <p>The subscription {@code workflow-triggers} handles the events of triggers and cancellations.
 * Events of one aggregate are handled in their order, so that an event cancels the run that an
 * earlier event of its aggregate has started. The requests to cancel commit together with the
 * progress of the subscription.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(CancelOn.List.class)
public @interface CancelOn {
  /** The class of the event, or an interface of several, as in {@link Trigger#event()}. */
  Class<?> event();

  /**
   * A condition on the event and a run, such as {@code event.orderId == run.input.orderId}. The run
   * has {@code id}, {@code workflow} and {@code input}. Without a condition all runs of the
   * workflow are cancelled. If the condition has no value for a run, the run continues, and the log
   * has a warning.
   */
  String when() default "";

  /** Several cancellations. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface List {
    /** The cancellations. */
    CancelOn[] value();
  }
}
