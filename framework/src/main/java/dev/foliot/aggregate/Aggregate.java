package dev.foliot.aggregate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An aggregate: a class that extends {@link StateStoredAggregate} or {@link EventSourcedAggregate},
 * or the state of a {@link Decider}. On the root of a class hierarchy, the annotation applies to
 * all subclasses.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Aggregate {
  /**
   * The stable name that is stored with each event; by default the class name in kebab case, so
   * that {@code OrderLine} is {@code order-line}. Unique in the application.
   */
  String category() default "";

  /**
   * The number of events after which a new snapshot of an event-sourced aggregate is taken, at
   * least 1; 0 for no snapshots. Loading reads the newest snapshot and the events after it. No
   * effect on state-stored aggregates.
   */
  int snapshotEvery() default 0;
}
