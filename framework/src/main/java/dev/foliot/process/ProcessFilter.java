package dev.foliot.process;

import dev.foliot.message.Given;
import org.jspecify.annotations.Nullable;

/**
 * Selects the listed instances. Immutable.
 *
 * @param process the name of the process manager; null for all
 * @param status their status; null for any
 * @param stuck whether only stuck instances are listed
 * @param limit the maximum number of instances, from 1 to 1,000
 */
public record ProcessFilter(
    @Nullable String process, @Nullable ProcessStatus status, boolean stuck, int limit) {
  private static final int LIMIT = 100;
  private static final int MAX = 1_000;

  /**
   * @throws IllegalArgumentException if the limit is out of its range
   */
  public ProcessFilter {
    if (limit < 1 || limit > MAX) {
      throw new IllegalArgumentException(
          "A list of processes has a limit from 1 to %s; this one is %s.".formatted(MAX, limit));
    }
  }

  /** The first 100 instances of all process managers. */
  public static ProcessFilter all() {
    return new ProcessFilter(null, null, false, LIMIT);
  }

  /** Instances of one process manager. */
  public static ProcessFilter of(String process) {
    return new ProcessFilter(
        Given.text(process, "ProcessFilter.of", "the name of a process manager"),
        null,
        false,
        LIMIT);
  }

  /** Returns the same filter for one status. */
  public ProcessFilter with(ProcessStatus wanted) {
    return new ProcessFilter(process, wanted, stuck, limit);
  }

  /** Returns the same filter for stuck instances only. */
  public ProcessFilter onlyStuck() {
    return new ProcessFilter(process, status, true, limit);
  }

  /** Returns the same filter with another limit. */
  public ProcessFilter limit(int most) {
    return new ProcessFilter(process, status, stuck, most);
  }
}
