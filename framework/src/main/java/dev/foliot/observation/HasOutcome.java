package dev.foliot.observation;

/** What came of the work is known before its observation stops. */
interface HasOutcome {
  /** While it is not known. */
  String UNKNOWN = "unknown";

  void outcome(String known);
}
