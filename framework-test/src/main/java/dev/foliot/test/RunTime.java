package dev.foliot.test;

import java.time.Duration;

/** Lets the runs of an application continue, as time passes. */
interface RunTime {
  /** Everything happens that is due now. The clock stands still. */
  void settle();

  /** Everything happens that is due within a time, each at its own time. */
  void advance(Duration time);

  /** Time passes until nothing is due any more. */
  void finish();
}
