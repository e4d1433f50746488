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

  /** Whether other work waits for the asking thread, as soon as its step is done. */
  default boolean isAnybodyWaiting() {
    return false;
  }
}
