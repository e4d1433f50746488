package dev.foliot.workflow.step;

import dev.foliot.workflow.WorkflowStart;

/** The event that starts a run. A workflow of steps takes one class of them. */
public interface StartEvent extends WorkflowStart {}
