package dev.foliot.workflow;

/**
 * The input of a workflow that is not a {@link DurableFunction}. The type distinguishes it from the
 * input of a {@code DurableFunction}, which the compiler checks.
 */
public interface WorkflowStart {}
