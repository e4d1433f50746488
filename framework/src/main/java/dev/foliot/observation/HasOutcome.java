package dev.foliot.observation;

/** An observation whose outcome is known before it stops. */
interface HasOutcome {
  /** The outcome while it is not known. */
  String UNKNOWN = "unknown";

  void outcome(String known);
}
