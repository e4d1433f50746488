package dev.foliot.workflow;

/**
 * An event that the framework itself puts on the stream of a run: it shows how the run goes on. A
 * test hides all of them at once, see {@code exposeInternal} of its runner.
 */
public interface InternalEvent {}
