package dev.foliot.engine;

/**
 * Synchronous processing cannot begin, because the engine has not delivered everything yet (R18).
 */
public final class PendingDeliveriesException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String subscription;

  private PendingDeliveriesException(String subscription, String problem) {
    super(
        "Subscription %s %s, so foliot.event-processing cannot be sync yet. Start with async until it has caught up, then switch."
            .formatted(subscription, problem));
    this.subscription = subscription;
  }

  static PendingDeliveriesException held(String subscription, long keys) {
    return new PendingDeliveriesException(
        subscription, "holds %s key(s) behind failed messages".formatted(keys));
  }

  static PendingDeliveriesException backlog(String subscription, long position) {
    return new PendingDeliveriesException(
        subscription, "has not handled the message at position %s".formatted(position));
  }

  /** The subscription that is behind. */
  public String subscription() {
    return subscription;
  }
}
