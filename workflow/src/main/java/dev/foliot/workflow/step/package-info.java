/**
 * Workflows of event-typed steps: each step takes an event and gives events, and the framework
 * finds the way between them. Open {@link dev.foliot.workflow.step.Step} first. Inside, {@code
 * ReduceRun} decides, as a pure function, and {@code StepsBody} does what it decides.
 */
@NullMarked
package dev.foliot.workflow.step;

import org.jspecify.annotations.NullMarked;
