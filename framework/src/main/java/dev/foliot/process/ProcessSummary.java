package dev.foliot.process;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a process in a list.
 *
 * @param process the name of the process manager
 * @param id the correlation
 * @param status its status
 * @param transitions how many messages it has handled
 * @param startedAt when it started; null if it has not
 * @param updatedAt when it was changed last
 * @param endedAt when it ended; null if it has not
 */
public record ProcessSummary(
    String process,
    String id,
    ProcessStatus status,
    int transitions,
    @Nullable Instant startedAt,
    Instant updatedAt,
    @Nullable Instant endedAt) {}
