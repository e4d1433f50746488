package dev.foliot.process;

/** The states of an instance. */
public enum ProcessStatus {
  /** Events have arrived, and wait for the start. */
  EARLY,
  /** The instance has started. */
  RUNNING,
  /** The instance has ended. */
  ENDED
}
