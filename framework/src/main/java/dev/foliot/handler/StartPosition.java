package dev.foliot.handler;

/** Where a subscription that is new to the database starts to read. */
public enum StartPosition {
  /** With the first message of the log. */
  BEGINNING,
  /** With the first message after its registration. */
  END
}
