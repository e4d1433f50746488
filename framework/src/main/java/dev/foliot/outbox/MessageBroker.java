package dev.foliot.outbox;

/**
 * The port to the system that carries messages between applications. The default adapter is a
 * broker inside the database, for tests and small systems. A bean of this type replaces it.
 */
@FunctionalInterface
public interface MessageBroker {
  /**
   * Publishes a message, and returns when the broker has stored it durably. After a crash it may be
   * called again with the same message: receivers deduplicate by {@code metadata.id()}. Messages of
   * one key are published in order: the next call follows after this one has returned.
   *
   * @throws RuntimeException if the broker has not stored the message; after this or any other
   *     error, the message is tried again later
   */
  void publish(OutboundMessage message);
}
