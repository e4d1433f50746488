/**
 * Annotations on the class of a workflow: events that start runs without a call, and limits of its
 * starts. Open {@link dev.foliot.workflow.trigger.Trigger} first, and {@link
 * dev.foliot.workflow.trigger.Concurrency} for limits.
 */
@NullMarked
package dev.foliot.workflow.trigger;

import org.jspecify.annotations.NullMarked;
