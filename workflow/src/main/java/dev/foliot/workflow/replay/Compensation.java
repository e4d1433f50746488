package dev.foliot.workflow.replay;

import dev.foliot.workflow.StepAction;
import dev.foliot.workflow.StepOptions;

/**
 * A registered undo step.
 *
 * @param context the context that registered it
 * @param name its name
 * @param options the options of the step
 * @param undo its code
 */
record Compensation(ContextCalls context, String name, StepOptions options, StepAction undo) {}
