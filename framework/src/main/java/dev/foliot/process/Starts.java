package dev.foliot.process;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link ProcessManager} whose event starts an instance. The first parameter is the
 * event. If an instance with this correlation is running, the event is refused with {@link
 * ProcessAlreadyStartedException}. If it has ended, the event is ignored.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Starts {}
