package dev.foliot.workflow.step;

import dev.foliot.workflow.WorkflowStart;

/** The event that starts a run. A workflow of steps has one class of start events. */
public interface StartEvent extends WorkflowStart {}
