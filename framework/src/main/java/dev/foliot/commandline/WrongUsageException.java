package dev.foliot.commandline;

import org.apiguardian.api.API;

/**
 * A command was typed that does not exist, or not in this way.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class WrongUsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Made with the problem, as a sentence. */
  public WrongUsageException(String problem) {
    super(problem + " See foliot help.");
  }
}
