package dev.foliot.time;

/**
 * Where work is done that nobody waits for: on a thread of its own in production, in the caller's
 * thread in a test, so that a test never waits.
 */
@FunctionalInterface
public interface Background {
  /**
   * Does the work, now or soon. What it throws is its own affair.
   *
   * @return false if there is too much to do already, or no time left: then it is not done
   */
  boolean run(Runnable work);

  /** The caller's thread. */
  static Background inCallersThread() {
    return work -> {
      work.run();
      return true;
    };
  }
}
