package dev.foliot.consistency;

/** A text is not a consistency token of this application. */
public final class InvalidConsistencyTokenException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  InvalidConsistencyTokenException(String why, String instead) {
    super("The consistency token cannot be used: %s. %s".formatted(why, instead));
  }
}
