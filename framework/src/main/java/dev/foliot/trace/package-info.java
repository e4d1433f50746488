/**
 * Traces: the messages of one correlation as a tree of causation (R7). Open {@link
 * dev.foliot.trace.Trace} first.
 */
@NullMarked
package dev.foliot.trace;

import org.jspecify.annotations.NullMarked;
