package dev.foliot.live;

/**
 * Carries a failure that every read of the same rows would repeat, such as the failure of a
 * condition. The subscribers get its cause.
 */
final class UnusableRowsException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Throwable failure;

  UnusableRowsException(Throwable failure) {
    super("The rows of live changes cannot be used. The subscribers get the cause.", failure);
    this.failure = failure;
  }

  Throwable failure() {
    return failure;
  }
}
