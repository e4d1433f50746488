package dev.foliot.workflow;

import dev.foliot.failure.ErrorText;
import dev.foliot.message.Given;
import dev.foliot.message.Priority;
import dev.foliot.message.StorableText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Options of a start. Immutable: each method returns a copy.
 *
 * @param id the id of the run; null for a new one
 * @param priority the priority; null for the priority of the current message, or normal outside of
 *     a handler
 * @param refusesDuplicate whether a second start with the same id is an error
 * @param at when the run is due; null for now
 * @param after how long from now the run is due; null for now
 * @param startTimeout if no node begins the run within this time after it is due, the run ends as
 *     timed out; null for no limit. A run has begun when its journal has an entry, or while a node
 *     executes it
 * @param timeout if the run has not ended within this time after it is due, it ends as timed out;
 *     null for no limit
 */
public record RunOptions(
    @Nullable String id,
    @Nullable Priority priority,
    boolean refusesDuplicate,
    @Nullable Instant at,
    @Nullable Duration after,
    @Nullable Duration startTimeout,
    @Nullable Duration timeout) {
  private static final int MAX_ID = 200;
  private static final RunOptions DEFAULTS =
      new RunOptions(null, null, false, null, null, null, null);

  /**
   * @throws IllegalArgumentException if the id is blank, longer than 200 characters or cannot be
   *     stored as it is, or if a time-out is not positive
   */
  public RunOptions {
    checkId(id);
    PositiveTime.check(startTimeout, "start time-out of a run");
    PositiveTime.check(timeout, "time-out of a run");
  }

  static void checkId(@Nullable String id) {
    if (id != null && (id.isBlank() || id.length() > MAX_ID)) {
      throw new IllegalArgumentException(
          "The id of a run is not blank and has at most %s characters; this one has %s and begins with \"%s\"."
              .formatted(MAX_ID, id.length(), ErrorText.cut(id, 20)));
    }
    if (id != null) {
      StorableText.require("The id of a run", id);
    }
  }

  /** Options with a new id, due at once, without time-outs. */
  public static RunOptions defaults() {
    return DEFAULTS;
  }

  /** As {@link #defaults()}, with this id. */
  public static RunOptions id(String id) {
    return new RunOptions(
        Given.text(id, "RunOptions.id", "an id"), null, false, null, null, null, null);
  }

  /** Sets the priority of the run and of everything that it causes. */
  public RunOptions withPriority(Priority wanted) {
    return new RunOptions(
        id,
        Given.value(wanted, "RunOptions.withPriority", "a priority"),
        refusesDuplicate,
        at,
        after,
        startTimeout,
        timeout);
  }

  /** Refuses duplicates: a second start with the same id throws {@link DuplicateRunException}. */
  public RunOptions refuseDuplicate() {
    return new RunOptions(id, priority, true, at, after, startTimeout, timeout);
  }

  /**
   * Sets the due time, by the application's clock. If the instant is in the past, the run is due at
   * once.
   */
  public RunOptions at(Instant due) {
    return new RunOptions(
        id,
        priority,
        refusesDuplicate,
        Given.value(due, "RunOptions.at", "an instant"),
        null,
        startTimeout,
        timeout);
  }

  /**
   * Sets the time after which the run is due. If it is zero or negative, the run is due at once.
   */
  public RunOptions after(Duration wait) {
    return new RunOptions(
        id,
        priority,
        refusesDuplicate,
        null,
        Given.value(wait, "RunOptions.after", "a duration"),
        startTimeout,
        timeout);
  }

  /** Sets the time after the due time within which a node must begin the run, positive. */
  public RunOptions withStartTimeout(Duration wanted) {
    return new RunOptions(
        id,
        priority,
        refusesDuplicate,
        at,
        after,
        Given.value(wanted, "RunOptions.withStartTimeout", "a duration"),
        timeout);
  }

  /** Sets the time after the due time within which the run must end, positive. */
  public RunOptions withTimeout(Duration wanted) {
    return new RunOptions(
        id,
        priority,
        refusesDuplicate,
        at,
        after,
        startTimeout,
        Given.value(wanted, "RunOptions.withTimeout", "a duration"));
  }
}
