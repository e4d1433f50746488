package dev.foliot.operation;

/** Thrown if the message to show, retry or discard is not held. */
public final class HeldMessageNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String subscription;

  HeldMessageNotFoundException(String subscription, String what) {
    super(
        "Subscription %s has no failed message %s: it was handled or discarded meanwhile, or the id is wrong. List the held messages with subscriptions.held(\"%s\", …), or foliot parked %s."
            .formatted(subscription, what, subscription, subscription));
    this.subscription = subscription;
  }

  /** The name of the subscription. */
  public String subscription() {
    return subscription;
  }
}
