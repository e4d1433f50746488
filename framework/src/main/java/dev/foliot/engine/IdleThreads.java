package dev.foliot.engine;

/** The threads that deliver, as far as they have nothing else to do. */
@FunctionalInterface
interface IdleThreads {
  /**
   * Runs it on one that is idle; if none is, does nothing.
   *
   * @throws java.util.concurrent.RejectedExecutionException if they are ending
   */
  void run(Runnable reading);

  /** Whether somebody waits for the thread that asks, as soon as it is done with its step. */
  default boolean isAnybodyWaiting() {
    return false;
  }
}
