package dev.foliot.engine;

/** A handler threw while a batch was delivered; who caught it knows what that means. */
final class HandlerThrewException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int ONE_OF_SEVERAL = -1;
  private final int index;
  private final boolean first;
  private final boolean passing;
  private final transient Throwable error;

  private HandlerThrewException(int index, boolean first, Throwable error, boolean passing) {
    super(null, error, false, false);
    this.index = index;
    this.first = first;
    this.passing = passing;
    this.error = error;
  }

  /**
   * With one message.
   *
   * @param index its place in the batch
   * @param first whether no message was handled before it in this transaction
   * @param passing whether the error may be gone at the next try, whatever the message is
   */
  static HandlerThrewException of(int index, boolean first, Throwable error, boolean passing) {
    return new HandlerThrewException(index, first, error, passing);
  }

  /** With several messages at once, and it is unknown which of them is to blame. */
  static HandlerThrewException ofSeveral(Throwable error, boolean passing) {
    return new HandlerThrewException(ONE_OF_SEVERAL, false, error, passing);
  }

  boolean isOfOne() {
    return index != ONE_OF_SEVERAL;
  }

  int index() {
    return index;
  }

  boolean isFirst() {
    return first;
  }

  boolean isPassing() {
    return passing;
  }

  Throwable error() {
    return error;
  }
}
