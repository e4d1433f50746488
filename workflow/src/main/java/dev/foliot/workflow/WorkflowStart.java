package dev.foliot.workflow;

/**
 * The input of a workflow that is not a {@link DurableFunction}. It is a type of its own, so that
 * the compiler checks the input of a {@code DurableFunction} by its declaration.
 */
public interface WorkflowStart {}
