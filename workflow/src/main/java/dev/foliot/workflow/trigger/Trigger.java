package dev.foliot.workflow.trigger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Starts runs of the workflow by domain events. A workflow may have several triggers; its highest
 * version counts.
 *
 * <p>An event starts at most one run of a workflow, however often it is delivered. The start
 * commits together with the progress of the subscription {@code workflow-triggers}, so that no
 * event is lost. The run belongs to the correlation of the event.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Trigger.List.class)
public @interface Trigger {
  /**
   * The class of the event, or an interface of several. Each class of the application that is
   * annotated with {@link dev.foliot.event.DomainEvent} and may be assigned to it starts runs.
   */
  Class<?> event();

  /**
   * A condition on the event, such as {@code event.amount > 100}. Without a condition each event
   * starts a run. An event for which the condition has no value, such as null in the middle of a
   * path, starts nothing; the log has a warning then.
   */
  String when() default "";

  /**
   * The input of the run, such as {@code event.orderId}. By default it is the event itself. With
   * several classes of events, an input that all of them have is needed.
   */
  String input() default "";

  /** Several triggers. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface List {
    /** The triggers. */
    Trigger[] value();
  }
}
