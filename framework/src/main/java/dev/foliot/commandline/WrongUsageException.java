package dev.foliot.commandline;

import org.apiguardian.api.API;

/**
 * The typed command does not exist, or its words or options are wrong.
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
