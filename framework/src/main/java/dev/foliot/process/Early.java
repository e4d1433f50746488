package dev.foliot.process;

/** The treatment of an event that arrives before its process has started. */
public enum Early {
  /**
   * The event is kept aside, and handled right after the start, in the same transaction. Other
   * events do not wait for it. If the start has not come after {@link
   * ProcessManager#earlyWithin()}, Foliot parks a message of its own for the instance, so that a
   * person decides.
   */
  WAIT,
  /** The event is ignored, and counted as ignored. */
  IGNORE,
  /**
   * The event is parked at once, and the start waits behind it until a person discards the event.
   * In synchronous mode it fails the transaction.
   */
  PARK
}
