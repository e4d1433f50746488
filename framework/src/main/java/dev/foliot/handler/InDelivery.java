package dev.foliot.handler;

import dev.foliot.message.RecordedMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Foliot's own part in the transactions in which the engine delivers messages to a bean. All calls
 * come from the thread of the delivery, within its unit of work.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface InDelivery {
  /**
   * Called when the transaction has begun; these messages are about to be handled, one after the
   * other.
   */
  void begin(List<RecordedMessage> messages);

  /**
   * Called if a message is finally skipped in this transaction: it failed and was skipped, a person
   * has discarded it, or no interceptor called the handler. The call has no effect if the message
   * has already come to an end.
   */
  default void passedOver(RecordedMessage message, String reason) {}

  /** How old the messages may be that a new subscription still reads; empty for any. */
  default Optional<Duration> lookBack() {
    return Optional.empty();
  }
}
