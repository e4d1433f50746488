package dev.foliot.test;

import java.util.List;
import java.util.Set;

/**
 * The commits of the engine at which a {@link Simulation} injects faults.
 *
 * @param at the number of the one commit, from 1; 0 for any of them
 * @param odds one in this number of commits is hit at random; 0 for none
 */
public record Crashes(int at, int odds) {
  /** The faults that let a node die, before and after the commit. */
  static final List<Fault> KINDS = List.of(Fault.CRASH_BEFORE_COMMIT, Fault.CRASH_AFTER_COMMIT);

  private static final int ONE_OF = 8;

  /**
   * Any commit may be hit. Each seed picks one commit, and the node dies right before or right
   * after it. With twice as many seeds as commits, the seeds together cover both crashes at every
   * commit. The seed also gives each of the run's other commits a {@link Fault} with a probability
   * of one in eight, up to twenty faults in all.
   */
  static Crashes atEveryCommit() {
    return new Crashes(0, ONE_OF);
  }

  /** A crash at this commit only. */
  static Crashes atCommit(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("A commit number must be at least 1, not " + number);
    }
    return new Crashes(number, 0);
  }

  /** No crashes: only the order of the steps changes. */
  static Crashes never() {
    return new Crashes(0, 0);
  }

  boolean areNever() {
    return at == 0 && odds == 0;
  }

  /**
   * Makes sure that a run reached the commit that must be hit.
   *
   * @param commits the maximum number of commits of a run, while faults were possible
   * @throws AssertionError if no run reached it, so that nothing was tested
   */
  void checkReached(int commits) {
    if (at > commits) {
      throw new AssertionError(
          "Nothing crashed: no run came to commit %s while faults were possible. The longest run had %s commits. Choose an earlier commit, or run more seeds."
              .formatted(at, commits));
    }
  }

  /**
   * Makes sure that the faults include a crash if one is wanted at a certain commit.
   *
   * @throws IllegalStateException if no crash is among them
   */
  void checkPossible(Set<Fault> faults) {
    if (at > 0 && KINDS.stream().noneMatch(faults::contains)) {
      throw new IllegalStateException(
          "crashes(atCommit(%s)) lets a node crash, but faults(…) allows %s only. Add CRASH_BEFORE_COMMIT or CRASH_AFTER_COMMIT."
              .formatted(at, faults));
    }
  }

  /**
   * The commit at which a run crashes for sure, if it comes so far; 0 for none.
   *
   * @param commits how many there are in the run without faults
   */
  int surely(long seed, int commits) {
    if (at > 0 || odds == 0) {
      return at;
    }
    return 1 + (int) Math.floorMod(Math.floorDiv(seed - 1, 2L), (long) Math.max(1, commits));
  }
}
