package dev.foliot.workflow;

/**
 * The input of a workflow that is not a {@link DurableFunction}. With this type, the compiler can
 * check the input of a {@code DurableFunction}.
 */
public interface WorkflowStart {}
