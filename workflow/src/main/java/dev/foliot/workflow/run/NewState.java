package dev.foliot.workflow.run;

import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.encryption.EncryptPayloads;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a run after an invocation.
 *
 * @param status its status: waiting, or ended
 * @param dueAt when it continues without an answer from outside, or null
 * @param result its result, as JSON, or null
 * @param error its error, as JSON, or null
 * @param endedAt when it ended, or null
 * @param invocations the number of invocations of its code
 * @param entries the number of entries of its journal
 * @param ifWakes the state is stored only if no answer came from outside since this value was read;
 *     null to store it in any case
 */
record NewState(
    RunStatus status,
    @Nullable Instant dueAt,
    @Nullable String result,
    @Nullable String error,
    @Nullable Instant endedAt,
    int invocations,
    int entries,
    @Nullable Long ifWakes) {

  @Nullable Object[] values(OwnedRun run, EncryptPayloads encryption) {
    return new @Nullable Object[] {
      RunColumns.stored(status),
      RunColumns.stored(dueAt),
      encryption.encrypt(run.id(), RunColumns.RESULT, result),
      encryption.encrypt(run.id(), RunColumns.ERROR, error),
      RunColumns.stored(endedAt),
      invocations,
      entries,
      run.id(),
      run.owner(),
      run.fence(),
      ifWakes
    };
  }
}
