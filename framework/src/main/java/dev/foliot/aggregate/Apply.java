package dev.foliot.aggregate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of an {@link EventSourcedAggregate} that applies one type of event to the state. The
 * event is its only parameter. The method runs when the event is raised and each time the aggregate
 * is loaded, so it must not decide, reject or raise anything. It may be private.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Apply {}
