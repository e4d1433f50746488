package dev.foliot.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list.
 *
 * @param id its id
 * @param workflow the name of the workflow
 * @param version the version with which it was started
 * @param status its status
 * @param hasCode whether this application has the workflow in this version. If no node has the
 *     code, the run waits
 * @param invocations the number of invocations of its code
 * @param parent the run that invoked it, or null
 * @param forkedFrom the run that it was forked from, or null
 * @param createdAt when it was started
 * @param startedAt when its code was first invoked, or null
 * @param dueAt the next time at which the run continues; null if it waits only for an answer from
 *     outside, or has ended
 * @param endedAt when it ended, or null
 */
public record RunSummary(
    String id,
    String workflow,
    int version,
    RunStatus status,
    boolean hasCode,
    int invocations,
    @Nullable String parent,
    @Nullable String forkedFrom,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant dueAt,
    @Nullable Instant endedAt) {}
