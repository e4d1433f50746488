package dev.foliot.eventstore;

import dev.foliot.message.RecordedMessage;
import java.util.List;
import java.util.function.LongConsumer;
import org.apiguardian.api.API;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Reads the log from a position on, and continues where it stopped: it never skips a committed
 * message, never returns one twice, and returns each stream in the order of versions (R20). Do not
 * use it in several threads, or within a transaction. After a failed read, it can read again.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class LogTail {
  /** Reads all rows above a position, of every kind, in order. */
  @FunctionalInterface
  interface Rows {
    List<LogRow> after(long position, int limit);
  }

  private final Rows log;
  private final HoleWatch watch;
  private final LongConsumer whenSettled;
  private long position;
  private boolean leftSome;

  LogTail(long after, Rows log, HoleWatch watch, LongConsumer whenSettled) {
    this.position = after;
    this.log = log;
    this.watch = watch;
    this.whenSettled = whenSettled;
  }

  /**
   * The next messages, in the order of positions. Empty if the log has no more, or if the next ones
   * are behind a position whose transaction is still open: read again later. If there is nothing
   * new, this is one query. A look at the open transactions costs more than a read, and most of
   * them end soon. So messages before a hole are returned without a look.
   *
   * @param limit the maximum number of rows to read; a message of an unknown kind is skipped, and
   *     counts. If the result is empty, {@link #position()} shows whether such messages were
   *     skipped
   */
  public List<RecordedMessage> read(int limit) {
    refuseTransaction();
    if (watch.isWaitingFor(position + 1)) {
      watch.look(position + 1); // before the rows are read: they must be newer than the look
    }
    List<LogRow> rows = log.after(position, limit);
    int next = deliverable(rows);
    boolean isHole = next == 0 && !rows.isEmpty();
    if (isHole && !watch.isWaitingFor(position + 1) && watch.look(position + 1)) {
      rows = log.after(position, limit);
      next = deliverable(rows);
    }
    leftSome = next < rows.size();
    position = endOf(rows, next);
    whenSettled.accept(settled());
    return LogRow.messages(rows.subList(0, next));
  }

  /** The number of leading rows without a hole that may still be filled. */
  private int deliverable(List<LogRow> rows) {
    long last = position;
    int count = 0;
    for (LogRow row : rows) {
      if (row.position() != last + 1 && row.position() > watch.settled() + 1) {
        return count;
      }
      last = row.position();
      count++;
    }
    return count;
  }

  private long endOf(List<LogRow> rows, int count) {
    return count == 0 ? position : rows.get(count - 1).position();
  }

  /**
   * Moves to the head of the log without reading the messages before it, for a start without a
   * checkpoint. Messages that are committed before this method returns true may be skipped.
   *
   * @return whether it has reached the head; false while a transaction may still insert below the
   *     head: call it again later
   */
  public boolean skipToHead() {
    refuseTransaction();
    boolean there = watch.look(position + 1);
    position = settled();
    whenSettled.accept(position);
    return there;
  }

  /**
   * Whether the next message is behind a position whose transaction may be open. The end of this
   * transaction, perhaps a rollback without a notification, brings new messages to read.
   */
  public boolean isWaiting() {
    return leftSome || watch.isWaitingFor(position + 1);
  }

  /** The position up to which every message was returned or skipped. */
  public long position() {
    return position;
  }

  /**
   * The position at or below which no message will appear any more, so that a {@link LogFilter} may
   * read up to it. It is not below {@link #position()}.
   */
  public long settled() {
    return Math.max(position, watch.settled());
  }

  /** Refuses a transaction: after a rollback, the tail would be ahead of the log. */
  private static void refuseTransaction() {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(
          "The log's tail was read within a transaction. Read it outside, and hand its messages to transactions of their own.");
    }
  }
}
