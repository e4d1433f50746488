package dev.foliot.test;

/** No example of a value can be made; the text has the reason, as a part of a sentence. */
final class NoExampleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NoExampleException(String reason) {
    super(reason);
  }
}
