package dev.foliot.outbox;

/**
 * The port to the system that carries messages between applications. The default adapter is a
 * broker inside the database, for tests and small systems. A bean of this type replaces it.
 */
@FunctionalInterface
public interface MessageBroker {
  /**
   * Hands a message over and returns when the broker has it durably. It may be called again with
   * the same message after a crash: receivers deduplicate by {@code metadata.id()}. Messages of one
   * key are handed over in order, the next one not before this call has returned.
   *
   * @throws RuntimeException if the broker does not have it; after this, or any other error, it is
   *     tried again later
   */
  void publish(OutboundMessage message);
}
