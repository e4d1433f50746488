package dev.foliot.operation;

import java.util.List;

/** No subscription has the given name. */
public final class UnknownSubscriptionException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String subscription;
  private final transient List<String> known;

  private UnknownSubscriptionException(String text, String subscription, List<String> known) {
    super(text);
    this.subscription = subscription;
    this.known = List.copyOf(known);
  }

  static UnknownSubscriptionException notRegistered(String subscription, List<String> known) {
    return new UnknownSubscriptionException(
        "No subscription has the name %s; known are %s. Correct the name, or first start the application with the new subscription."
            .formatted(subscription, known),
        subscription,
        known);
  }

  static UnknownSubscriptionException withoutHandler(String subscription, List<String> known) {
    return new UnknownSubscriptionException(
        "No handler of this application belongs to the subscription %s, so its messages are not known here; this application has handlers for %s. Run the operation on a node that has the handler, or remove the subscription."
            .formatted(subscription, known),
        subscription,
        known);
  }

  /** The given name. */
  public String subscription() {
    return subscription;
  }

  /** The existing names. */
  public List<String> known() {
    return known;
  }
}
