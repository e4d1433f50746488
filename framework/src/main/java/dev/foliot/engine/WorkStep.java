package dev.foliot.engine;

import dev.foliot.work.WorkDone;

/**
 * A step of a work in a run of the engine in test mode, such as an invocation of a workflow.
 *
 * @param done the report of the work
 */
public record WorkStep(WorkDone done) implements CycleEntry {}
