package dev.foliot.benchmarks.timer;

import java.time.Instant;

/** Timers of a framework, with the engine that fires them. */
public interface EngineTimers extends AutoCloseable {
  /** What is called for each timer that has fired, after its effect was committed. */
  void tell(Runnable listener);

  void start();

  void stop();

  /** Sets one, in a transaction of its own. */
  void set(int number, Instant dueAt);

  /** Inserts many that are due. */
  void fill(int count);

  @Override
  void close();
}
