/**
 * Starts runs by events, as the annotations of {@link dev.foliot.workflow.trigger} declare. Open
 * {@code StartByEvents} first.
 */
@NullMarked
package dev.foliot.workflow.start;

import org.jspecify.annotations.NullMarked;
