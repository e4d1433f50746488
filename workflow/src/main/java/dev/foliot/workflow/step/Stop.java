package dev.foliot.workflow.step;

import org.jspecify.annotations.Nullable;

/**
 * Ends the run with a result that is not an event.
 *
 * @param result the result of the run
 * @param <T> its type; declare it in the return type of the step
 */
public record Stop<T extends @Nullable Object>(T result) implements StopEvent {}
