package dev.foliot.engine;

import dev.foliot.failure.ErrorText;
import dev.foliot.message.RecordedMessage;

/** A message cannot be handled once more, for a comparison of a projection with its rebuild. */
public final class ReplayFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String subscription;
  private final transient RecordedMessage failed;

  ReplayFailedException(String subscription, RecordedMessage failed, Throwable error) {
    super(
        "Subscription %s failed for message %s at position %s: %s"
            .formatted(subscription, failed, failed.position(), ErrorText.of(failed.redact(error))),
        failed.redact(error));
    this.subscription = subscription;
    this.failed = failed;
  }

  /** The subscription whose handler failed. */
  public String subscription() {
    return subscription;
  }

  /** The message. */
  public RecordedMessage failed() {
    return failed;
  }
}
