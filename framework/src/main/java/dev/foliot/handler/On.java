package dev.foliot.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a projector that brings events into the projection. Its first parameter is one event,
 * and a second one may be {@code Metadata}, or {@code RecordedMessage}, which also has stream,
 * version and position. Or its only parameter is a {@code List}. Then it receives all its events of
 * a delivery batch at once: fold them in memory, and write in one statement.
 *
 * <p>The elements of the list are an event, a supertype of several, or {@code RecordedMessage},
 * which also has the metadata. The list is in the order of the log, and never empty. Events of one
 * sequencing key always come in their order, even if different methods take them; only events of
 * different keys may change places. All calls of a batch and its checkpoint are one transaction. If
 * a call with several events throws, the failing event is unknown: the transaction is rolled back,
 * and the events come again one at a time.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface On {
  /**
   * The events that a list contains, if its element type, such as {@code RecordedMessage}, allows
   * others, too. If empty, the list contains every declared event that fits it.
   */
  Class<?>[] value() default {};
}
