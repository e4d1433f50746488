package dev.foliot.workflow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Facts about the current run.
 *
 * @param runId the id of the run
 * @param workflow the name of the workflow
 * @param version the version with which the run was started
 * @param startedAt when the run was started
 * @param roundAt when the current round began; {@code startedAt} in the first round
 * @param invocation the number of this invocation of the code, from 1
 * @param round the number of calls of {@link WorkflowContext#continueAsNew}, from 0
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
