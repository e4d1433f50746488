package dev.foliot.workflow.step;

/**
 * An event that ends the run, and is its result. For a result that is not an event, use {@link
 * Stop}.
 */
public interface StopEvent {}
