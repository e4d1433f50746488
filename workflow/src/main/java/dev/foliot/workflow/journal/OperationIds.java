package dev.foliot.workflow.journal;

import org.apiguardian.api.API;

/**
 * Ids by which others know an operation: of callbacks, child runs and repeated calls. A run that
 * goes on as new has the same operations again, so the round is a part of the id.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class OperationIds {
  private OperationIds() {}

  /**
   * An id that no other operation has, in no round of no run. The mark of a round is no part of a
   * name, see {@code ContextScope}.
   *
   * @param round how often the run has gone on as new
   */
  public static String of(String runId, int round, String operation) {
    return runId + "/" + (round == 0 ? "" : "~" + round + "-") + operation;
  }
}
