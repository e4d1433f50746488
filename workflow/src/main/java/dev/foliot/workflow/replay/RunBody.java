package dev.foliot.workflow.replay;

import dev.foliot.workflow.WorkflowContext;
import org.apiguardian.api.API;

/**
 * The code of a workflow, with its input and result as JSON.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface RunBody {
  /** Runs it, and returns the result as JSON. */
  String run(WorkflowContext ctx, String input) throws Exception;
}
