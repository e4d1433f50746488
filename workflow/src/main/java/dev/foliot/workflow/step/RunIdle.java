package dev.foliot.workflow.step;

import dev.foliot.workflow.InternalEvent;

/** No step of the run can continue before an answer comes from outside. */
public record RunIdle() implements InternalEvent {}
