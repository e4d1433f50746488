/**
 * Durable workflows: work that takes seconds or weeks, calls other systems, waits for people, and
 * survives every crash. A workflow is plain Java; each operation of its {@link
 * dev.foliot.workflow.WorkflowContext} is kept in a journal, and a run that goes on after a wait or
 * a crash gets the stored outcomes instead of running the operations again. Open {@link
 * dev.foliot.workflow.DurableFunction} first.
 */
@NullMarked
package dev.foliot.workflow;

import org.jspecify.annotations.NullMarked;
