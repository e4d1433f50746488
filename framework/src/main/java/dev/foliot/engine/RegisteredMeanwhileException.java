package dev.foliot.engine;

/** Another node registered the subscription first; what it stored is as good. */
final class RegisteredMeanwhileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RegisteredMeanwhileException(Throwable cause) {
    super("Another node registered the subscription at the same time.", cause);
  }
}
