package dev.foliot.projection;

/** When the events that a projector handles are in its projection. */
public enum Consistency {
  /** Soon after the commit: the engine delivers them. */
  EVENTUAL,
  /**
   * With the commit: the projector runs in the transaction that raises the event, before the
   * commit. If it fails, the transaction fails with its exception.
   */
  INLINE
}
