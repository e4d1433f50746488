package dev.foliot.aggregate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of an {@link EventSourcedAggregate} that changes its state as one type of event says:
 * its only parameter is the event. It runs when the event is raised and each time the aggregate is
 * loaded, so it decides nothing, refuses nothing, and raises nothing. It may be private.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Apply {}
