package dev.foliot.workflow;

/**
 * An event that the framework puts on the stream of a run, to show its progress. In a test, {@code
 * exposeInternal(false)} of the runner hides these events.
 */
public interface InternalEvent {}
