package dev.foliot.process;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A class whose objects are instances of a process that may take days. Its fields are the state of
 * an instance. Its methods with {@link Starts}, {@code @Handle} and {@link Ends} take events, and
 * those with {@link OnTimer} take the messages of timers. A method may take {@link Process}, {@code
 * Metadata}, {@code RecordedMessage} and Spring beans as further parameters, in any order.
 *
 * <p>An instance is found by its correlation, which is the value of {@link #sequencedBy()} in each
 * event. One instance handles one message at a time, in the order of the log. Its state, the
 * commands that it sends, its timers and the checkpoint commit together. Each method call is one
 * transition, which is kept and can be shown.
 *
 * <p>The class is not a Spring bean. It needs a constructor without parameters, of any visibility.
 * The state is stored as JSON: all fields, whatever their visibility, without static and transient
 * ones. Personal data is a field with {@code @PersonalData} beside one with {@code @DataSubject},
 * or a record with such components.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ProcessManager {
  /** The stable name: of the subscription, and of the instances that are stored. */
  String name();

  /**
   * The component that every event of the process has: its value is the correlation. The value may
   * be a record with just one component. The correlation has at most 500 characters.
   */
  String sequencedBy();

  /** The treatment of an event that arrives before the start of its instance. */
  Early early() default Early.WAIT;

  /**
   * How long an early event waits for the start, such as {@code 30m} or {@code 7d}. After this
   * time, Foliot parks a message of its own for the instance, so that a person decides.
   */
  String earlyWithin() default "1h";

  /** The version of the state, from 1. Stored states of earlier versions need upcasters. */
  int version() default 1;

  /**
   * How long an instance may wait for nothing before it is reported as stuck, such as {@code 2h}.
   * By default, an instance is never reported. An instance waits for nothing if it has no timer and
   * all commands that it has sent have ended.
   */
  String stuckAfter() default "";
}
