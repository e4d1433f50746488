package dev.foliot.workflow.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Details of an entry, stored as JSON without the parts that are null.
 *
 * @param error the error
 * @param attempt the number of the attempt, from 1
 * @param nextDelay the pause until the next attempt or check; null if there is none
 * @param startedAt when the attempt began
 * @param duration the duration of the wait
 * @param dueAt the end of the wait; null for no limit
 * @param heartbeat the time within which the next heartbeat must come
 * @param target the callback's id, the event's type name, or the workflow of a child run
 * @param where components of the event and their values, as JSON
 * @param afterPosition the position of the log after which the event is wanted; null for the
 *     position at the start of the run
 * @param childRun the id of a child run
 * @param tenant the tenant of a child run
 * @param replayChildren whether the result is rebuilt from the operations in the context
 * @param batch the outcomes of the branches of a batch, as JSON
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EntryDetails(
    @Nullable StoredError error,
    @Nullable Integer attempt,
    @Nullable Duration nextDelay,
    @Nullable Instant startedAt,
    @Nullable Duration duration,
    @Nullable Instant dueAt,
    @Nullable Duration heartbeat,
    @Nullable String target,
    @Nullable Map<String, String> where,
    @Nullable Long afterPosition,
    @Nullable String childRun,
    @Nullable String tenant,
    @Nullable Boolean replayChildren,
    @Nullable String batch) {
  /** No details. */
  public static final EntryDetails NONE =
      new EntryDetails(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** An attempt that has succeeded. */
  public static EntryDetails attempt(
      int attempt, Instant startedAt, @Nullable Duration nextDelay, @Nullable StoredError error) {
    return new EntryDetails(
        error, attempt, nextDelay, startedAt, null, null, null, null, null, null, null, null, null,
        null);
  }

  /** An error. */
  public static EntryDetails error(StoredError error) {
    return new EntryDetails(
        error, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** The error of a callback whose next heartbeat did not come within this time. */
  public EntryDetails without(Duration nextHeartbeat) {
    return new EntryDetails(
        error,
        null,
        null,
        null,
        null,
        null,
        nextHeartbeat,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** A wait. */
  public static EntryDetails waiting(
      @Nullable Duration duration, @Nullable Instant dueAt, @Nullable Duration heartbeat) {
    return new EntryDetails(
        null, null, null, null, duration, dueAt, heartbeat, null, null, null, null, null, null,
        null);
  }

  /** Returns the same wait, for an answer from outside. */
  public EntryDetails on(String wanted, @Nullable Map<String, String> values) {
    return new EntryDetails(
        null, null, null, null, duration, dueAt, heartbeat, wanted, values, null, null, null, null,
        null);
  }

  /** Returns the same wait, for an event after a position of the log. */
  public EntryDetails after(@Nullable Long position) {
    return new EntryDetails(
        null, null, null, null, duration, dueAt, heartbeat, target, where, position, null, null,
        null, null);
  }

  /** Returns the same wait, for a child run. */
  public EntryDetails onRun(String workflow, String runId, @Nullable String ofTenant) {
    return new EntryDetails(
        null, null, null, null, duration, dueAt, heartbeat, workflow, null, null, runId, ofTenant,
        null, null);
  }

  /** A result that is rebuilt from the operations in the context. */
  public static EntryDetails rebuilt() {
    return new EntryDetails(
        null, null, null, null, null, null, null, null, null, null, null, null, true, null);
  }

  /** The outcomes of the branches of a batch, as JSON. */
  public static EntryDetails batch(@Nullable String outcomes, boolean isRebuilt) {
    return new EntryDetails(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        isRebuilt ? true : null,
        outcomes);
  }

  /** Returns the same error, of a context whose code runs again in a replay. */
  public EntryDetails andRebuilt() {
    return new EntryDetails(
        error, null, null, null, null, null, null, null, null, null, null, null, true, null);
  }

  /**
   * Returns the same details with the application's texts replaced.
   *
   * @param text is called with the name of a part and its text
   */
  public EntryDetails withTexts(BiFunction<String, @Nullable String, @Nullable String> text) {
    StoredError texts =
        error == null ? null : new StoredError(error.type(), text.apply("error", error.message()));
    return new EntryDetails(
        texts,
        attempt,
        nextDelay,
        startedAt,
        duration,
        dueAt,
        heartbeat,
        target,
        where,
        afterPosition,
        childRun,
        tenant,
        replayChildren,
        text.apply("batch", batch));
  }

  /** Whether the result is rebuilt from the operations in the context. */
  boolean isRebuilt() {
    return Boolean.TRUE.equals(replayChildren);
  }
}
