package dev.foliot.workflow.admission;

import java.time.Instant;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The decision of a policy about a start.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public sealed interface Verdict {
  /**
   * The run is started.
   *
   * @param at when it is due; null for at once
   * @param supersedes the pending run that it replaces, or null
   * @param cancels the open run that is to be cancelled, or null
   * @param next the state after it
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  record Admit(
      @Nullable Instant at, @Nullable String supersedes, @Nullable String cancels, PolicyState next)
      implements Verdict {}

  /**
   * The input belongs to a pending run.
   *
   * @param at when that run is due
   * @param next the state after it
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  record Join(String run, Instant at, PolicyState next) implements Verdict {}

  /**
   * The start is the repetition of an earlier one.
   *
   * @param run the run of that one
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  record Repeat(String run) implements Verdict {}

  /**
   * The run is not started.
   *
   * @param reason a sentence for a person
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  record Skip(String reason) implements Verdict {}
}
