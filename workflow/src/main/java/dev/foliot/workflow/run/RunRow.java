package dev.foliot.workflow.run;

import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.RunStatus;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code foliot_run}. Its texts may be encrypted: {@link RunTable} decrypts each when it
 * is needed, so that a missing key stops no claim of other runs.
 *
 * @param identity the part that never changes
 * @param input its input, as it is stored
 * @param status its status
 * @param dueAt when a node without an owner claims it
 * @param owner the node that executes it
 * @param fence rises with each claim
 * @param wakes rises with everything that comes from outside
 * @param invocations how often its code has been invoked, with the current invocation
 * @param round how often it has gone on as new
 * @param result its result, as it is stored
 * @param error its error, as it is stored
 * @param cancelRequested whether it is to be cancelled
 * @param times its times
 */
record RunRow(
    Identity identity,
    String input,
    RunStatus status,
    @Nullable Instant dueAt,
    @Nullable String owner,
    long fence,
    long wakes,
    int invocations,
    int round,
    @Nullable String result,
    @Nullable String error,
    boolean cancelRequested,
    Times times) {

  /**
   * The part of a run that never changes.
   *
   * @param parentRun the run that invoked it, or null
   * @param parentOperation the operation of that run, or null
   * @param correlationId the column: the correlation id or its hash
   * @param causationId the message or run that caused the start, or null
   * @param metadata the metadata without a column, as JSON
   * @param forkedFrom the run whose first outcomes it has, or null
   */
  record Identity(
      String id,
      String workflow,
      int version,
      int priority,
      int lane,
      @Nullable String parentRun,
      @Nullable String parentOperation,
      UUID correlationId,
      @Nullable UUID causationId,
      @Nullable String metadata,
      @Nullable String forkedFrom) {}

  /**
   * The times of a run.
   *
   * @param created when it was started
   * @param started when its code was first invoked
   * @param round when it went on as new for the last time; null in its first round
   * @param ended when it ended
   * @param startBy until when a node must begin it
   * @param deadline until when it must end
   */
  record Times(
      Instant created,
      @Nullable Instant started,
      @Nullable Instant round,
      @Nullable Instant ended,
      @Nullable Instant startBy,
      @Nullable Instant deadline) {}

  String id() {
    return identity.id();
  }

  /** The run, as its code sees it. */
  RunInfo info() {
    Instant started = Objects.requireNonNullElse(times.started(), times.created());
    return new RunInfo(
        id(),
        identity.workflow(),
        identity.version(),
        started,
        Objects.requireNonNullElse(times.round(), started),
        invocations,
        round,
        identity.parentRun());
  }

  OwnedRun owned() {
    if (owner == null) {
      throw new IllegalStateException("Run " + id() + " has no owner");
    }
    return new OwnedRun(id(), owner, fence);
  }

  /** The same run as this node begins it in the transaction that creates it. */
  RunRow begunBy(String node, Instant now) {
    return new RunRow(
        identity,
        input,
        RunStatus.RUNNING,
        dueAt,
        node,
        1,
        wakes,
        1,
        round,
        null,
        null,
        false,
        new Times(times.created(), now, null, null, times.startBy(), times.deadline()));
  }

  /** The same run in its next invocation. */
  RunRow again(int invocation) {
    return new RunRow(
        identity,
        input,
        status,
        dueAt,
        owner,
        fence,
        wakes,
        invocation,
        round,
        result,
        error,
        cancelRequested,
        times);
  }
}
