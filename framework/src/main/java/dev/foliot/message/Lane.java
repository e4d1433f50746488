package dev.foliot.message;

/** The way that a stored message takes through the engine: primary goes first. */
public enum Lane {
  PRIMARY(1),
  BACKFILL(2);

  private final int code;

  Lane(int code) {
    this.code = code;
  }

  /** The code in the {@code lane} columns. */
  public int code() {
    return code;
  }

  /** The lane with this code; an unknown code is primary, so that nothing waits for ever. */
  public static Lane of(int code) {
    return code == BACKFILL.code ? BACKFILL : PRIMARY;
  }
}
