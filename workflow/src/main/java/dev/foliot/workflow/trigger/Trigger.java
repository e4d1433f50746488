package dev.foliot.workflow.trigger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Starts runs of the workflow: by domain events, or at the times of a cron expression. A workflow
 * may have several triggers; its highest version counts.
 *
 * <p>An event starts at most one run of a workflow, however often it is delivered. The start
 * commits together with the progress of the subscription {@code workflow-triggers}, so that no
 * event is lost. The run belongs to the correlation of the event.
 *
 * <p>Each time starts one run for all nodes, by a schedule; its input is a {@link ScheduledStart}.
 * If no node was running at several times, the newest of them starts a run, late.
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
  Class<?> event() default void.class;

  /**
   * A condition on the event, such as {@code event.amount > 100}. Without a condition each event
   * starts a run. If the condition has no value, for example because of null in the middle of a
   * path, the event starts nothing, and the log has a warning.
   */
  String when() default "";

  /**
   * The input of the run, such as {@code event.orderId}. By default it is the event itself. With
   * several classes of events, name an input that all of them have. If the workflow takes a record
   * with one component, the input becomes this component.
   */
  String input() default "";

  /**
   * The times: a cron expression of six fields, such as {@code 0 0 3 * * *}, in place of an event.
   */
  String cron() default "";

  /** The time zone of the cron expression, such as {@code Europe/Berlin}. */
  String zone() default "UTC";

  /**
   * The longest delay of a run of a cron expression, such as {@code 5m}: each run is delayed by a
   * random part of it, so that many workflows with the same time do not begin at once. It cannot be
   * combined with {@link Debounce} or {@link Batch}, which decide when a run is due.
   */
  String jitter() default "";

  /** Several triggers. */
  @Documented
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface List {
    /** The triggers. */
    Trigger[] value();
  }
}
