/**
 * Starts and cancels runs by events and by time, as the annotations of {@link
 * dev.foliot.workflow.trigger} declare. Open {@code TriggerHandlers} first.
 */
@NullMarked
package dev.foliot.workflow.start;

import org.jspecify.annotations.NullMarked;
