package dev.foliot.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method of an event handler, projector or subscriber that decides about a message whose
 * handling failed in the engine: {@code ErrorDecision name(Exception error, RecordedMessage
 * message, int attempt)}, with {@code attempt} counting from 1. It runs after the rollback, outside
 * the transaction; if it throws, the retry policy decides. Synchronous processing does not call it.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface OnError {}
