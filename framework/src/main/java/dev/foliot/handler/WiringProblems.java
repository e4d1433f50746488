package dev.foliot.handler;

import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Collects the problems of the wiring, so that one exception can list all of them (R38).
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class WiringProblems {
  private final List<String> problems = new ArrayList<>();

  /** Adds one problem: a whole sentence with the remedy. */
  public void add(String problem) {
    problems.add(problem);
  }

  /**
   * @throws WiringException if anything was noted
   */
  public void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new WiringException(problems);
    }
  }
}
