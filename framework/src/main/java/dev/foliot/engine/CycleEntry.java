package dev.foliot.engine;

/** Something that happened in a {@link Cycle}: a delivery, or a step of a work. */
public sealed interface CycleEntry permits Step, WorkStep {}
