package dev.foliot.workflow;

/**
 * An event that the framework puts on the stream of a run, to show its progress. {@link
 * Workflows#eventsWithInternal} returns these events. In a test, {@code exposeInternal(false)} of
 * the runner hides them.
 */
public interface InternalEvent {}
