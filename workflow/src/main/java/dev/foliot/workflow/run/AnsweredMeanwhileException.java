package dev.foliot.workflow.run;

/** An answer came for a wait just before its time-out was stored: the answer counts. */
final class AnsweredMeanwhileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AnsweredMeanwhileException(String wait) {
    super("Wait %s was answered just before its time-out was stored".formatted(wait));
  }
}
