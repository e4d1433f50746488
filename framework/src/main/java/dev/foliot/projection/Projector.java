package dev.foliot.projection;

import dev.foliot.handler.StartPosition;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A bean whose {@code @On} methods write events into a {@link Projection}. The rows and the
 * checkpoint commit together, so each event counts once. A new projector starts at the log's
 * beginning.
 */
@Documented
@Component
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Projector {
  /** The projection that it fills. */
  @AliasFor("projection")
  Class<?> value() default void.class;

  /** The projection that it fills. */
  @AliasFor("value")
  Class<?> projection() default void.class;

  /**
   * The tables that it writes by SQL, without a schema; a rebuild needs them. With tables, the
   * projection may be any class, or may be left out: then the projector's own class takes its
   * place.
   */
  String[] tables() default {};

  /** The stable name of its subscription; the class name in kebab case if empty. */
  String name() default "";

  /**
   * The component of all handled events whose value is the sequencing key: events of one key are
   * handled one at a time and in order. If empty, the aggregate's stream is the key. Set it if
   * events of several aggregates change the same row.
   */
  String sequencedBy() default "";

  /**
   * The version of the rows that it fills, from 1. If an engine starts with a higher version than
   * the rows have, the projection is rebuilt, once for all nodes. An inline projector cannot have a
   * higher version than 1.
   */
  int version() default 1;

  /**
   * Whether the engine delivers the events after the commit, or the projector runs inline, in the
   * transaction that raises them. An inline projector does not read the log. So when a projector
   * becomes inline, the log must be empty, or the projector must have handled everything.
   */
  Consistency consistency() default Consistency.EVENTUAL;

  /** The start position of a new projector. */
  StartPosition start() default StartPosition.BEGINNING;
}
