package dev.foliot.workflow;

/** A callback cannot be completed (R57). */
public class CallbackClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String callbackId;
  private final Reason reason;

  /** Why a callback cannot be completed. */
  public enum Reason {
    /** There is no callback with this id. */
    UNKNOWN(
        "There is no callback %s. Check the id. Perhaps its run is not committed yet, has continued as new, or was removed after its end."),
    /** The callback has succeeded or failed. */
    COMPLETED(
        "Callback %s was completed before. The first outcome counts: check whether the call was repeated."),
    /** The time of the callback was over, or its heartbeats stopped. */
    TIMED_OUT(
        "Callback %s has timed out: its outcome, or its next heartbeat, did not come in time. The run continues without it; give the callback more time by CallbackOptions."),
    /** The run of the callback has ended. */
    RUN_ENDED(
        "Callback %s is closed, because its run has ended: nothing waits for its outcome. Look at the run to see how it ended.");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  /** Creates the error for a callback and a reason. */
  public CallbackClosedException(String callbackId, Reason reason) {
    super(reason.text.formatted(callbackId));
    this.callbackId = callbackId;
    this.reason = reason;
  }

  /** The id of the callback. */
  public String callbackId() {
    return callbackId;
  }

  /** Why the callback cannot be completed. */
  public Reason reason() {
    return reason;
  }
}
