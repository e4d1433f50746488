package dev.foliot.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a projector that brings events into the projection. Its first parameter is one event,
 * and a second one may be {@code Metadata}, or {@code RecordedMessage}, which has stream, version
 * and position too; or its only parameter is a {@code List}, and then it receives all its events of
 * a delivery batch at once: fold them in memory, and write in one statement.
 *
 * <p>The list may be one of an event, of a supertype of several, or of {@code RecordedMessage},
 * which has the metadata too. It is in the order of the log, and never empty. Every event of one
 * sequencing key comes after the earlier ones, whichever method takes those; only events of
 * different keys may change places. All calls of a batch and its checkpoint are one transaction. If
 * a call with several events throws, the failing event is unknown: the transaction is rolled back,
 * and the events come again one at a time.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface On {
  /**
   * The events of a list whose elements may be others too, such as {@code RecordedMessage}; every
   * declared event that fits the list if empty.
   */
  Class<?>[] value() default {};
}
