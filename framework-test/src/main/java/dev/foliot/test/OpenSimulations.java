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
   * @throws IllegalStateException if a simulation was prepared and did not run
   */
  void check() {
    if (open.getAndSet(0) > 0) {
      throw new IllegalStateException(
          "A Simulation was prepared with run(scenario), but nothing has run. End it with thenAlways(assertion) or thenAlwaysTheSame().");
    }
  }
}
