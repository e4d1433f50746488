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
   * @param at the due time; null for now
   * @param supersedes the pending run that it replaces, or null
   * @param cancels the open run that it cancels, or null
   * @param next the state after the decision
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  record Admit(
      @Nullable Instant at, @Nullable String supersedes, @Nullable String cancels, PolicyState next)
      implements Verdict {}

  /**
   * The input belongs to a pending run.
   *
   * @param at the due time of that run
   * @param next the state after the decision
   * @hidden
   */
  @API(status = API.Status.INTERNAL)
  record Join(String run, Instant at, PolicyState next) implements Verdict {}

  /**
   * The start repeats an earlier start.
   *
   * @param run the run of the earlier start
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
