package dev.foliot.process;

/** The states of an instance. */
public enum ProcessStatus {
  /** Events have arrived, and wait for the start. */
  EARLY,
  /** It has started. */
  RUNNING,
  /** It has ended. */
  ENDED
}
