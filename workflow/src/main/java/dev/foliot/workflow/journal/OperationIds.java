package dev.foliot.workflow.journal;

import org.apiguardian.api.API;

/**
 * The external ids of operations: of callbacks, child runs and repeated calls. A run that continues
 * as new has the same operations again, so the round is a part of the id.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class OperationIds {
  private OperationIds() {}

  /**
   * An id that is unique among all operations of all rounds of all runs. From round 1 on, a mark of
   * the round, such as {@code ~1-}, stands before the operation. No operation begins with such a
   * mark, because {@code ContextScope} escapes {@code ~} in names.
   *
   * @param round the number of times that the run has continued as new
   */
  public static String of(String runId, int round, String operation) {
    return runId + "/" + (round == 0 ? "" : "~" + round + "-") + operation;
  }
}
