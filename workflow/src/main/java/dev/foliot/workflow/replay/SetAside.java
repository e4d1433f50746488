package dev.foliot.workflow.replay;

import org.apiguardian.api.API;

/**
 * Ends the body of a step without an outcome: it runs again when its wait has ended. An {@code
 * Error}, so that {@code catch (Exception)} does not catch it.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class SetAside extends Suspension {
  private static final long serialVersionUID = 1;
}
