package dev.foliot.workflow.journal;

import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.RunStatus;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An exported run, without its journal.
 *
 * @param info the run, with the number of its last invocation
 * @param status its status
 * @param input its input, as JSON
 * @param result its result, as JSON; null unless it has succeeded
 * @param error its error; null unless it has failed
 * @param endedAt when it has ended; null before
 * @param crashed the numbers of the invocations that ended in a crash, as far as they are known
 */
public record ExportedRun(
    RunInfo info,
    RunStatus status,
    String input,
    @Nullable String result,
    @Nullable StoredError error,
    @Nullable Instant endedAt,
    Set<Integer> crashed) {}
