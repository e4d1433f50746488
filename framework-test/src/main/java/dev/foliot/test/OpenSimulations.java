package dev.foliot.test;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the simulations that were prepared and have not run. */
final class OpenSimulations {
  private final AtomicInteger open = new AtomicInteger();

  void prepared() {
    open.incrementAndGet();
  }

  void run() {
    open.decrementAndGet();
  }

  /**
   * Called at the end of each test, so that the next one begins with none.
   *
   * @param passed whether the test has no other failure
   * @throws IllegalStateException if a simulation was prepared and did not run
   */
  void end(boolean passed) {
    if (open.getAndSet(0) > 0 && passed) {
      throw new IllegalStateException(
          "A Simulation was prepared with run(scenario), but nothing has run. End it with thenAlways(assertion) or thenAlwaysTheSame().");
    }
  }
}
