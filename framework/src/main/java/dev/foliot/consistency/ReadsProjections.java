package dev.foliot.consistency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The projections that a method of a Spring MVC controller reads, or all methods of the class: only
 * these have to handle the events of the request's consistency token before it is called. Without
 * this annotation all projections have to.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface ReadsProjections {
  /** The classes of the projections; none, if the request needs no wait. */
  Class<?>[] value();
}
