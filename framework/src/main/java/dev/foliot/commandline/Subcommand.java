package dev.foliot.commandline;

import java.io.PrintStream;
import org.apiguardian.api.API;

/**
 * A command that another module adds to the command line, as a bean. The help creates it, too, so
 * its creation needs no database.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface Subcommand {
  /** The word after {@code foliot}. */
  String name();

  /** The lines of the help, each with its line end. */
  String help();

  /**
   * Runs the command.
   *
   * @param out receives the answer
   * @throws WrongUsageException if the words or options are wrong
   */
  void run(CommandLine line, PrintStream out);
}
