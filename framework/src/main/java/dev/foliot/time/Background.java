package dev.foliot.time;

import org.apiguardian.api.API;

/**
 * Runs work for which no caller waits. In production it has its own thread; in a test it runs in
 * the caller's thread, so that a test never waits.
 *
 * @hidden
 */
@FunctionalInterface
@API(status = API.Status.INTERNAL)
public interface Background {
  /**
   * Runs the work, now or soon.
   *
   * @return false if the work is not done, because there is too much to do already, or no time left
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
