package dev.foliot.workflow.step;

import dev.foliot.workflow.InternalEvent;

/** No step of the run can go on before something comes from outside. */
public record RunIdle() implements InternalEvent {}
