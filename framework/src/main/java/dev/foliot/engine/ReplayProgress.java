package dev.foliot.engine;

import dev.foliot.message.RecordedMessage;
import org.apiguardian.api.API;

/**
 * The progress of a segment whose messages are handled once more. All calls come from the thread of
 * the delivery.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public interface ReplayProgress {
  /**
   * A transaction has begun, before anything else is done in it.
   *
   * @return false if this node may not deliver; then everything is rolled back
   */
  boolean begin();

  /** Whether the handler is not called for a message that it takes. */
  boolean passesOver(RecordedMessage message);

  /**
   * Everything up to a position is done; the last statement of the transaction.
   *
   * @param handled how many messages were done on the way
   */
  void write(long position, int handled);

  /** The transaction that wrote the position has been committed. */
  default void committed(long position) {}
}
