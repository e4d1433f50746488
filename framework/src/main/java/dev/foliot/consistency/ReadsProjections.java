package dev.foliot.consistency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The projections that a method of a Spring MVC controller reads, or all methods of the class. A
 * request with a consistency token waits only for these projections before the method is called.
 * Without this annotation, it waits for all projections.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
public @interface ReadsProjections {
  /** The classes of the projections; empty if the request need not wait. */
  Class<?>[] value();
}
