package dev.foliot.projection;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The id of a document: a {@code String}, {@code UUID}, {@code long} or {@code int}. A {@link
 * Projection} record with such a component is stored as JSON: see {@link DocumentProjection}.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface DocumentId {}
