package dev.foliot.aggregate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that says what is always true of its aggregate: it takes nothing, and returns false or
 * throws if it does not hold. It is asked after each raised event and before the commit; a change
 * that breaks it is refused with an {@link InvariantViolationException}. It may be private.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Invariant {}
