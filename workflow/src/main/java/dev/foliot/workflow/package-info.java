/**
 * Durable workflows: work that takes seconds or weeks, calls other systems, waits for people, and
 * survives crashes. A workflow is plain Java. Each operation of its {@link
 * dev.foliot.workflow.WorkflowContext} is stored in a journal. After a wait or a crash, a run
 * continues with the stored outcomes and does not run the operations again. Open {@link
 * dev.foliot.workflow.DurableFunction} first.
 */
@NullMarked
package dev.foliot.workflow;

import org.jspecify.annotations.NullMarked;
