package dev.foliot.personaldata;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The component that identifies the person of the {@link PersonalData} in its record, and in
 * records inside it: a {@code String}, a {@code UUID}, an integer, or a record with just one such
 * component. The id stays readable in the log, so it must not be personal itself: no e-mail
 * address, no name. Also a field of a process manager.
 *
 * <p>The text of the id selects the key, whatever the type or the name of the component is. So the
 * number 7 of a customer and the number 7 of an employee are one person, unless their types have a
 * {@link SubjectKind}.
 */
@Documented
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
@Retention(RetentionPolicy.RUNTIME)
public @interface DataSubject {}
