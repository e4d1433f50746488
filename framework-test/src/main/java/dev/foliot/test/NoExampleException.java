package dev.foliot.test;

/** A value cannot be made up; the text says why, as a part of a sentence. */
final class NoExampleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoExampleException(String reason) {
    super(reason);
  }
}
