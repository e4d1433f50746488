package dev.foliot.handler;

/** The position at which a new subscription starts to read. */
public enum StartPosition {
  /** At the first message of the log. */
  BEGINNING,
  /** At the first message after its registration. */
  END
}
