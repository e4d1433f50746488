package dev.foliot.engine;

/** The delivery threads that are idle. */
@FunctionalInterface
interface IdleThreads {
  /**
   * Runs the task on an idle thread; if none is idle, does nothing.
   *
   * @throws java.util.concurrent.RejectedExecutionException if they are ending
   */
  void run(Runnable reading);

  /** Whether other work waits for the end of the calling thread's step. */
  default boolean isAnybodyWaiting() {
    return false;
  }
}
