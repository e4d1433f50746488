package dev.foliot.engine;

import dev.foliot.handler.Delivery;
import java.util.List;

/** The outcome of a try to handle some messages of a batch in one transaction. */
sealed interface TryOutcome {
  /**
   * The messages are handled, and the checkpoint is saved.
   *
   * @param handled the deliveries to report
   */
  record Committed(List<Delivery> handled) implements TryOutcome {}

  /**
   * The transaction did not begin, or its end is unknown, because the database is unavailable. No
   * message is to blame.
   */
  record NotBegun(DatabaseAwayException why) implements TryOutcome {}

  /**
   * The number of messages may be the reason: several of them lost a race, or ran out of time.
   *
   * @param messages the number of messages
   */
  record TooLong(int messages) implements TryOutcome {}

  /** A message failed, or several together. */
  sealed interface Failed extends TryOutcome {
    Throwable error();

    /** Whether the next try may succeed, for any messages. */
    boolean passing();
  }

  /**
   * One message failed.
   *
   * @param place its place in the batch
   * @param isFirst whether no message was handled before it in this transaction
   */
  record OneFailed(int place, boolean isFirst, Throwable error, boolean passing)
      implements Failed {}

  /**
   * The flush, the commit or a call with several messages failed, and it is unknown which message
   * is the culprit.
   *
   * @param messages the number of handled messages
   */
  record CommitFailed(int messages, Throwable error, boolean passing) implements Failed {}
}
