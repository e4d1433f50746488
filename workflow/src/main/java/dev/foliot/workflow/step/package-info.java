/**
 * Workflows of steps. Each step handles an event and returns events, and the framework connects the
 * steps by the classes of the events. Open {@link dev.foliot.workflow.step.Step} first. Internally,
 * {@code ReduceRun} decides as a pure function, and {@code StepsBody} carries the decisions out.
 */
@NullMarked
package dev.foliot.workflow.step;

import org.jspecify.annotations.NullMarked;
