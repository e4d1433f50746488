package dev.foliot.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The run in which the code of a workflow runs.
 *
 * @param runId the id of the run
 * @param workflow the name of the workflow
 * @param version the version with which the run was started
 * @param startedAt when the run was started: the same in each invocation
 * @param roundAt when its current round began: {@code startedAt} in the first round
 * @param invocation how often the code has been invoked, this time included, from 1
 * @param round how often the run has gone on as new, from 0
 * @param parentRunId the run that invoked this one, or null
 */
public record RunInfo(
    String runId,
    String workflow,
    int version,
    Instant startedAt,
    Instant roundAt,
    int invocation,
    int round,
    @Nullable String parentRunId) {}
