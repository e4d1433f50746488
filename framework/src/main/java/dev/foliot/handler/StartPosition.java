package dev.foliot.handler;

/** The position at which a new subscription starts to read. */
public enum StartPosition {
  /** With the first message of the log. */
  BEGINNING,
  /** With the first message after its registration. */
  END
}
