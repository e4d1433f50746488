package dev.foliot.sample.imports;

/** A line of the file is no order. */
final class BadLineException extends RuntimeException {
  private final String reason;

  BadLineException(String reason) {
    super(reason);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
