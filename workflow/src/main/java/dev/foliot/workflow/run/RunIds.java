package dev.foliot.workflow.run;

import java.util.UUID;
import org.apiguardian.api.API;

/**
 * The ids of runs that are not started by a call, so that a repetition starts nothing.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class RunIds {
  /** The maximum number of characters of the name of a workflow in an id. */
  public static final int MAX_NAME = 150;

  /** The maximum number of characters of an id. */
  static final int MAX = 200;

  private RunIds() {}

  /** The run of a workflow that an event starts. */
  public static String ofEvent(String workflow, UUID event) {
    return workflow + ":" + event;
  }
}
