package dev.foliot.aggregate;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that checks a rule of its aggregate. It has no parameters, and returns false or throws
 * if the rule is broken. It is called after each raised event and before the commit; a change that
 * breaks it is refused with an {@link InvariantViolationException}. It may be private.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Invariant {}
