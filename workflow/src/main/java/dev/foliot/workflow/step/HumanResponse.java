package dev.foliot.workflow.step;

/** The answer of a person to an {@link InputRequired}. */
public interface HumanResponse {}
