package dev.foliot.workflow;

/** A callback cannot be completed (R57). */
public class CallbackClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String callbackId;
  private final Reason reason;

  /** Why a callback cannot be completed. */
  public enum Reason {
    /** There is no callback with this id. */
    UNKNOWN("there is no such callback, or its run was removed or has gone on as new"),
    /** It is complete: it has succeeded, or failed. */
    COMPLETED("it was completed before"),
    /** Its time was over, or its heartbeats stopped. */
    TIMED_OUT("its time was over"),
    /** Its run has ended. */
    RUN_ENDED("its run has ended");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  /** Made where the callback is looked for. */
  public CallbackClosedException(String callbackId, Reason reason) {
    super(
        "Callback %s takes no outcome and no heartbeat: %s. The first outcome of a callback counts; check whether the call was repeated, or the id belongs to another system."
            .formatted(callbackId, reason.text));
    this.callbackId = callbackId;
    this.reason = reason;
  }

  /** The id of the callback. */
  public String callbackId() {
    return callbackId;
  }

  /** Why it cannot be completed. */
  public Reason reason() {
    return reason;
  }
}
