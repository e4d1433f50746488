package dev.foliot.process;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link ProcessManager} that takes the message of a timer. The first parameter is
 * the message from {@link Process#timer}. The method is not called if the instance has ended, or if
 * the timer was cancelled or set again before the message was handled.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnTimer {}
