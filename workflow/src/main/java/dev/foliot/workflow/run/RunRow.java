package dev.foliot.workflow.run;

import dev.foliot.time.StorableInstant;
import dev.foliot.workflow.RunInfo;
import dev.foliot.workflow.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code foliot_run}. Its texts may be encrypted. {@link RunTable} decrypts a text only
 * when it is used, so that a missing key does not stop the claims of other runs.
 *
 * @param identity the part that never changes
 * @param input its input, as stored
 * @param status its status
 * @param dueAt when a node without an owner claims it
 * @param owner the node that executes it
 * @param fence a number that rises with each claim
 * @param wakes a number that rises with each answer from outside
 * @param invocations the number of invocations of its code, including the current one
 * @param round the number of times that it has continued as new
 * @param result its result, as stored
 * @param error its error, as stored
 * @param cancelRequested whether it must be cancelled
 * @param times its times
 * @param flow its part in flow control
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
    Times times,
    Flow flow) {

  /**
   * The part of a run that never changes.
   *
   * @param parentRun the run that invoked it, or null
   * @param parentOperation the operation of that run, or null
   * @param correlationId the column: the correlation id or its hash
   * @param causationId the message or run that caused the start, or null
   * @param metadata the metadata without a column, as JSON
   * @param forkedFrom the run that it was forked from, or null
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
   * @param created the time of its start
   * @param started the time of the first invocation of its code
   * @param round the time when its current round began; null in its first round
   * @param ended the time of its end
   * @param startBy the time by which a node must begin it
   * @param deadline the time by which it must end
   * @param timeoutFrom the time from which its time-out counts; null if it has none
   */
  record Times(
      Instant created,
      @Nullable Instant started,
      @Nullable Instant round,
      @Nullable Instant ended,
      @Nullable Instant startBy,
      @Nullable Instant deadline,
      @Nullable Instant timeoutFrom) {
    /** The times of a new run without limits. */
    static Times of(Instant created) {
      return new Times(created, null, null, null, null, null, null);
    }

    /** Returns the times for another due time, from which the limits count. */
    Times movedBy(Duration time) {
      return new Times(
          created,
          started,
          round,
          ended,
          moved(startBy, time),
          moved(deadline, time),
          moved(timeoutFrom, time));
    }

    private static @Nullable Instant moved(@Nullable Instant limit, Duration time) {
      return limit == null ? null : StorableInstant.after(limit, time);
    }
  }

  /**
   * The part of a run in flow control, and the key of its cancellation.
   *
   * @param concurrencyKey the runs with this key share places; null for no limit
   * @param throttleKey the runs with this key begin one after the other; null for no limit
   * @param queue the queue in which it waits, or null
   * @param queuedAt when it was due, if it waits in a queue
   * @param joinedRun the run that stands for it, or null
   * @param cancelKey the key by which events that cancel it are compared with it; null if any of
   *     them may cancel it
   */
  record Flow(
      @Nullable String concurrencyKey,
      @Nullable String throttleKey,
      @Nullable String queue,
      @Nullable Instant queuedAt,
      @Nullable String joinedRun,
      @Nullable String cancelKey) {
    static final Flow NONE = new Flow(null, null, null, null, null, null);

    static Flow of(@Nullable String cancelKey) {
      return new Flow(null, null, null, null, null, cancelKey);
    }

    Flow withKeys(@Nullable String concurrency, @Nullable String throttle) {
      return new Flow(concurrency, throttle, queue, queuedAt, joinedRun, cancelKey);
    }

    /** The part of a fork, which shares the places and the turns of the other run. */
    Flow ofFork() {
      return new Flow(concurrencyKey, throttleKey, null, null, null, null);
    }

    /** Whether the run may have to queue. */
    boolean isLimited() {
      return concurrencyKey != null || throttleKey != null || queue != null;
    }
  }

  String id() {
    return identity.id();
  }

  /** The facts about the run for its code. */
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

  /**
   * Returns the row with another part in flow control and another due time; null for the same time.
   */
  RunRow with(@Nullable Instant due, Flow other) {
    return new RunRow(
        identity,
        input,
        status,
        due == null ? dueAt : due,
        owner,
        fence,
        wakes,
        invocations,
        round,
        result,
        error,
        cancelRequested,
        due == null || dueAt == null ? times : times.movedBy(Duration.between(dueAt, due)),
        other);
  }

  /** Returns the row after the run has left its queue; its first invocation begins now. */
  RunRow leftQueue(Instant now) {
    Instant started = invocations == 1 ? now : times.started();
    return new RunRow(
        identity,
        input,
        status,
        dueAt,
        owner,
        fence,
        wakes,
        invocations,
        round,
        result,
        error,
        cancelRequested,
        new Times(
            times.created(),
            started,
            times.round(),
            times.ended(),
            times.startBy(),
            times.deadline(),
            times.timeoutFrom()),
        new Flow(
            flow.concurrencyKey(),
            flow.throttleKey(),
            null,
            null,
            flow.joinedRun(),
            flow.cancelKey()));
  }

  /** Returns the row of a start that is not admitted. */
  RunRow skipped(String why, @Nullable String joinedRun, Instant now) {
    return new RunRow(
        identity,
        input,
        RunStatus.SKIPPED,
        null,
        null,
        0,
        0,
        0,
        0,
        null,
        why,
        false,
        new Times(times.created(), null, null, now, null, null, null),
        new Flow(null, null, null, null, joinedRun, null));
  }

  OwnedRun owned() {
    if (owner == null) {
      throw new IllegalStateException("Run " + id() + " has no owner");
    }
    return new OwnedRun(id(), owner, fence);
  }

  /** Returns the row of a run that this node begins in the transaction that creates it. */
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
        new Times(
            times.created(),
            now,
            null,
            null,
            times.startBy(),
            times.deadline(),
            times.timeoutFrom()),
        flow);
  }

  /** Returns the row for the next invocation. */
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
        times,
        flow);
  }
}
