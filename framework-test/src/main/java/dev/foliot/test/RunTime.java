package dev.foliot.test;

import java.time.Duration;

/** Lets the runs of an application continue, as time passes. */
interface RunTime {
  /** Executes everything that is due now. The clock stands still. */
  void settle();

  /** Executes everything that is due within a time, each action at its own time. */
  void advance(Duration time);

  /** Lets time pass until nothing is due any more. */
  void finish();
}
