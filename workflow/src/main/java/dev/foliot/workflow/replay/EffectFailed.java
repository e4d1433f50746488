package dev.foliot.workflow.replay;

/** The effect of an operation has thrown, and was rolled back. */
final class EffectFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Throwable failure;

  EffectFailed(Throwable failure) {
    super(null, failure, false, false);
    this.failure = failure;
  }

  Throwable failure() {
    return failure;
  }
}
