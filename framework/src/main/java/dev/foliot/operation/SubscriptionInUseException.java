package dev.foliot.operation;

/** A subscription was to be removed that somebody still has a handler for. */
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
