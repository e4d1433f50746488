package dev.foliot.process;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a process in a list.
 *
 * @param process the name of the process manager
 * @param id the correlation value that identifies the instance
 * @param status the status of the instance
 * @param transitions the number of messages that the instance has handled
 * @param startedAt when the instance started; null while it is {@link ProcessStatus#EARLY}
 * @param updatedAt when the instance was last changed
 * @param endedAt when the instance ended; null while it is EARLY or RUNNING
 */
public record ProcessSummary(
    String process,
    String id,
    ProcessStatus status,
    int transitions,
    @Nullable Instant startedAt,
    Instant updatedAt,
    @Nullable Instant endedAt) {}
