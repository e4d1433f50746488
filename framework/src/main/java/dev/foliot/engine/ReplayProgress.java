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
   * Called when a transaction has begun, before anything else is done in it.
   *
   * @return false if this node may not deliver; then everything is rolled back
   */
  boolean begin();

  /** Whether a wanted message is skipped without a call of the handler. */
  boolean passesOver(RecordedMessage message);

  /**
   * Writes that everything up to a position is done, as the last statement of the transaction.
   *
   * @param handled how many messages were handled since the previous position
   */
  void write(long position, int handled);

  /** The transaction that wrote the position has been committed. */
  default void committed(long position) {}
}
