package dev.foliot.operation;

/** Thrown if the checkpoints of a subscription have changed since their move was planned. */
public final class StaleMovePlanException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String subscription;

  StaleMovePlanException(String subscription, String confirmation) {
    super(
        "Nothing was moved: confirmation %s does not match the current state of subscription %s. Either the subscription has handled messages since the plan, or the confirmation is that of another plan. Plan again. If the state keeps changing, pause the subscription first."
            .formatted(confirmation, subscription));
    this.subscription = subscription;
  }

  /** The subscription that was not moved. */
  public String subscription() {
    return subscription;
  }
}
