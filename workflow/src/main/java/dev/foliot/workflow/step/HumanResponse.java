package dev.foliot.workflow.step;

/** The answer of a person, from outside of the run. */
public interface HumanResponse {}
