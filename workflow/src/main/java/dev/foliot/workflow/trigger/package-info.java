/**
 * Starts of runs without a call: annotations on the class of a workflow. Open {@link
 * dev.foliot.workflow.trigger.Trigger} first.
 */
@NullMarked
package dev.foliot.workflow.trigger;

import org.jspecify.annotations.NullMarked;
