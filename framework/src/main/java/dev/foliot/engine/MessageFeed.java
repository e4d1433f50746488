package dev.foliot.engine;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.eventstore.LogTail;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads each message once for all subscriptions of this node. The tail follows the end of the log
 * and keeps the newest messages in a window; a segment whose position lies in the window is served
 * from memory, one that is further behind reads the log itself, never past what the tail has
 * settled.
 */
final class MessageFeed {
  private static final int MOST_MESSAGES = 10_000;
  private static final int MOST_CHARACTERS = 32 * 1024 * 1024;
  private static final int PAGE = 1_000;

  private final EventStore store;
  private final LogTail tail;
  private final List<RecordedMessage> window = new ArrayList<>();
  private long windowAfter;
  private long characters;
  private volatile long head;
  private boolean skipsToHead;

  /**
   * @param settled a position up to which everything is known to be settled: 0, or one that a
   *     subscription has reached by reading
   */
  MessageFeed(EventStore store, long settled) {
    this.store = store;
    this.tail = store.tail(settled);
    this.windowAfter = settled;
    this.head = settled;
    this.skipsToHead = store.head() - settled > MOST_MESSAGES;
  }

  /**
   * Messages of one lane in log order.
   *
   * @param messages some of them may not be for the subscription that asked
   * @param through everything of the lane up to here is among them
   */
  record Slice(List<RecordedMessage> messages, long through) {}

  /** Up to here everything is settled and can be read. */
  long head() {
    return head;
  }

  /** Looks for new messages, with one query; true if the log moved on. */
  boolean step() {
    if (skipsToHead) {
      return skipToHead();
    }
    List<RecordedMessage> read = tail.read(PAGE);
    long settled = tail.position();
    if (settled == head) {
      return false;
    }
    keep(read);
    head = settled;
    return true;
  }

  /** What is far behind the end is not read for the window: segments that are there catch up. */
  private synchronized boolean skipToHead() {
    if (!tail.skipToHead()) {
      return false;
    }
    skipsToHead = false;
    windowAfter = tail.position();
    head = tail.position();
    return true;
  }

  private synchronized void keep(List<RecordedMessage> read) {
    for (RecordedMessage message : read) {
      window.add(message);
      characters += message.json().length();
    }
    int dropped = 0;
    while (window.size() - dropped > MOST_MESSAGES || characters > MOST_CHARACTERS) {
      RecordedMessage oldest = window.get(dropped++);
      characters -= oldest.json().length();
      windowAfter = oldest.position();
    }
    window.subList(0, dropped).clear();
  }

  /**
   * The next messages of a lane that the subscription may want.
   *
   * @param after exclusive
   * @param upTo inclusive; settled, but perhaps past {@link #head()}, where another node has been
   */
  Slice read(Subscription subscription, Lane lane, long after, long upTo, int limit) {
    Slice inMemory = fromWindow(lane, after, upTo, limit);
    return inMemory != null ? inMemory : fromLog(subscription, lane, after, upTo, limit, null);
  }

  private synchronized @Nullable Slice fromWindow(Lane lane, long after, long upTo, int limit) {
    if (after < windowAfter || upTo > head) {
      return null;
    }
    List<RecordedMessage> found = new ArrayList<>();
    for (int i = indexAfter(after); i < window.size(); i++) {
      RecordedMessage message = window.get(i);
      if (message.position() > upTo) {
        break;
      }
      if (message.lane() == lane) {
        found.add(message);
        if (found.size() == limit) {
          return new Slice(found, message.position());
        }
      }
    }
    return new Slice(found, upTo);
  }

  private int indexAfter(long position) {
    int low = 0;
    int high = window.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (window.get(middle).position() <= position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The same from the database, of some streams only if any are given. */
  Slice fromLog(
      Subscription subscription,
      @Nullable Lane lane,
      long after,
      long upTo,
      int limit,
      @Nullable Set<StreamName> streams) {
    LogFilter filter =
        LogFilter.between(after, upTo, limit)
            .kinds(subscription.kind())
            .excludedTypes(subscription.unwantedTypes());
    filter = lane == null ? filter : filter.lane(lane);
    List<RecordedMessage> found = store.read(streams == null ? filter : filter.streams(streams));
    long through = found.size() < limit ? upTo : found.get(found.size() - 1).position();
    return new Slice(found, through);
  }
}
