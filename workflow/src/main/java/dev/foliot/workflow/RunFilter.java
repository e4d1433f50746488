package dev.foliot.workflow;

import dev.foliot.message.Given;
import org.jspecify.annotations.Nullable;

/**
 * Selects the listed runs. Immutable.
 *
 * @param workflow the name of the workflow; null for all
 * @param status the status of the runs; null for any
 * @param parent the id of the run whose child runs are listed; null for any
 * @param after the id of the last run of the previous page, so that older runs are listed; null to
 *     begin with the newest run
 * @param limit the maximum number of runs, from 1 to 1,000
 */
public record RunFilter(
    @Nullable String workflow,
    @Nullable RunStatus status,
    @Nullable String parent,
    @Nullable String after,
    int limit) {
  private static final int MAX = 1_000;

  /**
   * @throws IllegalArgumentException if the limit is out of its range
   */
  public RunFilter {
    if (limit < 1 || limit > MAX) {
      throw new IllegalArgumentException(
          "A list of runs has a limit from 1 to %s; this one is %s.".formatted(MAX, limit));
    }
  }

  /** The newest 100 runs of all workflows. */
  public static RunFilter all() {
    return new RunFilter(null, null, null, null, 100);
  }

  /** Runs of one workflow. */
  public static RunFilter of(String workflow) {
    return new RunFilter(
        Given.text(workflow, "RunFilter.of", "the name of a workflow"), null, null, null, 100);
  }

  /** Returns the same filter for one status. */
  public RunFilter with(RunStatus wanted) {
    return new RunFilter(
        workflow, Given.value(wanted, "RunFilter.with", "a status"), parent, after, limit);
  }

  /** Returns the same filter for the child runs of one run. */
  public RunFilter childrenOf(String runId) {
    return new RunFilter(
        workflow,
        status,
        Given.text(runId, "RunFilter.childrenOf", "the id of a run"),
        after,
        limit);
  }

  /** Returns the same filter for the next page: the runs that are older than one run. */
  public RunFilter after(String runId) {
    return new RunFilter(
        workflow, status, parent, Given.text(runId, "RunFilter.after", "the id of a run"), limit);
  }

  /** Returns the same filter with another limit. */
  public RunFilter limit(int most) {
    return new RunFilter(workflow, status, parent, after, most);
  }
}
