package dev.foliot.projection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component by which the documents of a {@link DocumentProjection} are found and sorted. It has a
 * column and an index of its own. Texts, enums, numbers, {@code boolean}, {@code UUID}, {@code
 * Instant}, {@code LocalDate} and {@code LocalDateTime} can be indexed; null is allowed.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Indexed {}
