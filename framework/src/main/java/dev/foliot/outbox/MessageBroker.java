package dev.foliot.outbox;

/**
 * The port to whatever carries messages between applications. The default adapter is a broker
 * inside the database, good for tests and small systems; a bean of this type takes its place.
 */
@FunctionalInterface
public interface MessageBroker {
  /**
   * Hands a message over and returns when the broker has it durably. It may be called again with
   * the same message after a crash: receivers deduplicate by {@code metadata.id()}. Messages of one
   * key are handed over in order, the next one not before this call has returned.
   *
   * @throws RuntimeException if the broker does not have it; it is tried again later, as it is
   *     after anything else that is thrown
   */
  void publish(OutboundMessage message);
}
