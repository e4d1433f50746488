package dev.foliot.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event on the stream of a run: one of {@link WorkflowContext#emit}, or an {@link
 * InternalEvent}.
 *
 * @param position its position: later events of the run have higher positions, also after {@link
 *     WorkflowContext#continueAsNew} and after a retry
 * @param type the name of its class
 * @param value the event; null if this application does not have the class, or cannot read it
 * @param json the event as stored: JSON, with personal data encrypted
 * @param at when it was emitted
 */
public record EmittedEvent(
    long position, String type, @Nullable Object value, String json, Instant at) {}
