package dev.foliot.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that handles one type of message. Its first parameter is a command, event or query
 * record; a second one may be {@code Metadata}. For an event of an event handler the second one may
 * also be {@code RecordedMessage}, which has stream, version and position; in synchronous mode the
 * position is 0, because the event is not stored yet. The method may be package-private, but not
 * private or final, and not asynchronous. Its exception reaches the caller of {@code process}
 * unchanged, or fails the delivery.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Handle {}
