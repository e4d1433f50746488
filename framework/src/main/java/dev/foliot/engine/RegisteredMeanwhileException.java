package dev.foliot.engine;

/** Thrown if another node registered the subscription first; its registration is used. */
final class RegisteredMeanwhileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RegisteredMeanwhileException(Throwable cause) {
    super("Another node registered the subscription at the same time.", cause);
  }
}
