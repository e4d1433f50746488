package dev.foliot.test;

/**
 * At which commits of the engine a {@link Simulation} may do harm.
 *
 * @param at the number of the one commit, from 1; 0 for any of them
 * @param odds one of so many commits is hit by chance; 0 for none
 */
public record Crashes(int at, int odds) {
  private static final int ONE_OF = 8;

  /**
   * Every commit is hit. A seed picks one of them, before or after which the node dies, so that
   * with twice as many seeds as there are commits each has had both; on top of it one in eight of
   * the other commits gets any {@link Fault}, twenty in a run at most.
   */
  static Crashes atEveryCommit() {
    return new Crashes(0, ONE_OF);
  }

  /** Exactly there, and nowhere else. */
  static Crashes atCommit(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("Commits are counted from 1, but it is " + number);
    }
    return new Crashes(number, 0);
  }

  /** Nowhere: only the order of the steps changes. */
  static Crashes never() {
    return new Crashes(0, 0);
  }

  boolean areNever() {
    return at == 0 && odds == 0;
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
