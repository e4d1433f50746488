package dev.foliot.process;

/** The treatment of an event that arrives before its process has started. */
public enum Early {
  /**
   * The event is kept aside, and handled right after the start, in the same transaction. Other
   * events are not held up. If the start has not come after {@link ProcessManager#earlyWithin()}, a
   * message is parked, so that a person decides.
   */
  WAIT,
  /** The event is ignored, and counted as ignored. */
  IGNORE,
  /** The event is parked at once. In synchronous mode it fails the transaction. */
  PARK
}
