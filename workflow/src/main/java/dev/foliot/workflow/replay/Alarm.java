package dev.foliot.workflow.replay;

import java.time.Instant;
import org.apiguardian.api.API;

/**
 * Wakes an invocation whose branches wait for a time while the bodies of steps run.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
@FunctionalInterface
public interface Alarm {
  /** Wakes nothing: for invocations whose bodies run alone. */
  Alarm NONE = (due, wakeUp) -> {};

  /**
   * Sets the time, and replaces the previous one.
   *
   * @param wakeUp is called once at this time; it does nothing if the invocation is over
   */
  void set(Instant due, Runnable wakeUp);
}
