package dev.foliot.process;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link ProcessManager} whose event ends the instance, after the method has
 * returned. The first parameter is the event. The timers of the instance are cancelled. Later
 * events of the instance are ignored, and counted as ignored.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Ends {}
