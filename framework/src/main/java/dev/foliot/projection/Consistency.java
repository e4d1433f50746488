package dev.foliot.projection;

/** The time at which the effects of events are visible in a projection. */
public enum Consistency {
  /** Soon after the commit: the engine delivers the events. */
  EVENTUAL,
  /**
   * With the commit: the projector runs in the transaction that raises the event, before the
   * commit. If it fails, the transaction fails with its exception.
   */
  INLINE
}
