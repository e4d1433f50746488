package dev.foliot.operation;

/** Thrown if a subscription cannot be removed because a node still has its handler. */
public final class SubscriptionInUseException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String subscription;

  SubscriptionInUseException(String subscription, String problem) {
    super("Subscription %s was not removed: %s".formatted(subscription, problem));
    this.subscription = subscription;
  }

  /** The subscription that is in use. */
  public String subscription() {
    return subscription;
  }
}
