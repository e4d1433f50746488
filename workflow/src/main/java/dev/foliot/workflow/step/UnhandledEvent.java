package dev.foliot.workflow.step;

import dev.foliot.workflow.InternalEvent;

/**
 * An event was sent that no step takes. The run goes on.
 *
 * @param type the class name of the event
 * @param idle whether no step can go on now
 */
public record UnhandledEvent(String type, boolean idle) implements InternalEvent {}
