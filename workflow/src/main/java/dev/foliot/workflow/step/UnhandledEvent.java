package dev.foliot.workflow.step;

import dev.foliot.workflow.InternalEvent;

/**
 * An event that no step handles was sent. The run continues.
 *
 * @param type the class name of the event
 * @param idle whether no step can continue now
 */
public record UnhandledEvent(String type, boolean idle) implements InternalEvent {}
