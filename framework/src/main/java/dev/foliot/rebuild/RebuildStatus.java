package dev.foliot.rebuild;

import java.util.Locale;

/** The states of a rebuild. */
public enum RebuildStatus {
  /** The rebuild is being prepared. */
  STARTING(true),
  /** The rebuild handles the messages of the log. */
  RUNNING(true),
  /**
   * The rebuild has reached the end of the log once, and follows the log. If it falls behind again,
   * this state stays: see the position. It can be switched while it is at most a few messages
   * behind.
   */
  CAUGHT_UP(true),
  /** The rebuilt rows are live. */
  SWITCHED(false),
  /** A rebuild in place has reached the position that was the end of the log at its start. */
  FINISHED(false),
  /** A message could not be handled. The rebuilt rows never became live. */
  FAILED(false),
  /** A person has ended the rebuild. The rebuilt rows never became live. */
  CANCELLED(false),
  /** The rows from before the switch are live again. */
  ROLLED_BACK(false),
  /** The rebuilt rows were live until a later rebuild was switched. */
  REPLACED(false);

  private final boolean active;

  RebuildStatus(boolean active) {
    this.active = active;
  }

  /** Whether the rebuild is still active. */
  public boolean isActive() {
    return active;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RebuildStatus of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
