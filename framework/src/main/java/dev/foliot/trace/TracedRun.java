package dev.foliot.trace;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Work of another module that belongs to a correlation: a run of a workflow.
 *
 * @param id its place in the trace
 * @param runId the id of the run
 * @param name the name of the workflow
 * @param status its status, such as {@code waiting}
 * @param causationId the message or the run that caused it, or null
 * @param startedAt when it was started
 */
public record TracedRun(
    UUID id,
    String runId,
    String name,
    String status,
    @Nullable UUID causationId,
    Instant startedAt) {}
