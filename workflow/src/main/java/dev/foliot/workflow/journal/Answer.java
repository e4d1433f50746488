package dev.foliot.workflow.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An answer from outside for an operation that waits: an outcome, or a heartbeat.
 *
 * @param operation the operation
 * @param type the outcome; null for a heartbeat
 * @param payload the result, or null
 * @param error the error, or null
 * @param at when it came
 */
public record Answer(
    String operation,
    @Nullable EntryType type,
    @Nullable String payload,
    @Nullable StoredError error,
    Instant at) {}
