package dev.foliot.workflow.step;

/** An event that ends the run, and is its result. {@link Stop} carries any other result. */
public interface StopEvent {}
