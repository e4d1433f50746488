package dev.foliot.engine;

import dev.foliot.message.RecordedMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a segment: a delivery writes it in its transaction, and remembers it after the
 * commit.
 */
interface Progress {
  /**
   * Called when the transaction of the delivery has begun, before anything else is done in it.
   *
   * @throws SegmentLostException if this node may not deliver
   */
  default void begin() {}

  /** The attempt that the message is in, from 1. */
  int attemptOf(RecordedMessage message);

  /** When the message failed first; null if it did not. */
  @Nullable Instant failingSince(RecordedMessage message);

  /**
   * Throws if this node may not count attempts any more.
   *
   * @throws SegmentLostException if another node owns the segment now
   */
  void throwIfLost();

  /** The position up to which all messages were done or passed when this node took the segment. */
  long openedAt();

  /** Whether the message must wait behind an earlier one of its key. */
  boolean holdsBack(RecordedMessage message);

  /**
   * Writes that the first {@code done} messages of the batch are done; the last of them is the
   * failed one, if any failed. The checkpoint is written first: a transaction that has its lock
   * does not wait for other changes of the segment.
   */
  void write(int done, @Nullable Failure failure);

  /** The write has been committed. */
  void committed(int done, @Nullable Failure failure);

  /** Whether the rest of the batch must not be tried now. */
  boolean endsWith(Failure failure);
}
