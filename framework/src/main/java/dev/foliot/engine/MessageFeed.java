package dev.foliot.engine;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.eventstore.LogPage;
import dev.foliot.eventstore.LogTail;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads each message once for all subscriptions of this node. The tail follows the end of the log
 * and keeps the newest messages in a window. A segment whose position is in the window reads from
 * memory. A segment that is further behind reads the log, but not beyond the settled position of
 * the tail.
 */
final class MessageFeed {
  private static final int MAX_MESSAGES = 10_000;
  private static final int MAX_CHARACTERS = 32 * 1024 * 1024;
  private static final int PAGE = 1_000;
  private static final int MAX_TYPES = 16;

  /**
   * If a read finds fewer messages than this, it has found all: a page ends at a number of rows or
   * of bytes.
   */
  private static final int FEW = 100;

  private static final int FEW_CHARACTERS = 1024 * 1024;

  private final EventStore store;
  private final LogTail tail;
  private final StoredTypes types;
  private final StreamBreaks breaks = new StreamBreaks();
  private final long batchCharacters;
  private final List<RecordedMessage> window = new ArrayList<>();
  private long windowAfter;
  private long characters;
  private volatile IdleThreads readers = reading -> {};
  private volatile long head;
  private boolean skipsToHead;
  private boolean hasMuch;
  private boolean mayHaveMore;

  /**
   * @param settled a position up to which everything is known to be settled: 0, or one that a
   *     subscription has reached by reading
   * @param concurrency how many batches may run at once; together with the pages that are read
   *     ahead for them, they are at most as large as the window
   */
  MessageFeed(EventStore store, long settled, int concurrency) {
    this.store = store;
    this.tail = store.tail(settled);
    this.types = new StoredTypes(store::types);
    this.batchCharacters = MAX_CHARACTERS / (2 * concurrency);
    this.windowAfter = settled;
    this.head = settled;
    this.skipsToHead = store.head() - settled > MAX_MESSAGES;
  }

  /**
   * Messages of one lane in log order.
   *
   * @param messages everything of the lane up to {@code through}, perhaps not all for the
   *     subscription
   * @param through the position up to which the lane was read
   */
  record Slice(List<RecordedMessage> messages, long through) {}

  /** The position up to which everything is settled and can be read. */
  long head() {
    return head;
  }

  /** Whether there may be messages that cannot be read before a transaction ends. */
  boolean isWaiting() {
    return tail.isWaiting();
  }

  /** The breaks in the versions of streams. */
  StreamBreaks breaks() {
    return breaks;
  }

  /** From now on pages are read ahead. */
  void readAheadOn(IdleThreads idle) {
    readers = idle;
  }

  /**
   * The threads for pages that are not needed yet; a reader that needs a page now reads it itself.
   */
  IdleThreads readers() {
    return readers;
  }

  /** An empty list for a batch. */
  BoundedMessages batch(int mostMessages) {
    return new BoundedMessages(mostMessages, batchCharacters);
  }

  /** Looks for new messages, with one query; true if the log moved on. */
  boolean step() {
    if (skipsToHead) {
      return skipToHead();
    }
    List<RecordedMessage> read = tail.read(PAGE);
    long settled = tail.position();
    if (settled == head) {
      hasMuch = false;
      return false;
    }
    hasMuch = isMuch(read, settled - head);
    mayHaveMore = hasMuch || tail.isWaiting();
    keep(read);
    types.add(read); // before anybody may read that far
    breaks.add(read);
    head = settled;
    return true;
  }

  private static boolean isMuch(List<RecordedMessage> read, long positions) {
    return positions > FEW
        || read.stream().mapToLong(each -> each.json().length()).sum() > FEW_CHARACTERS;
  }

  /**
   * Whether the last look may have left messages for which no other commit will wake the engine.
   */
  boolean mayHaveMore() {
    return mayHaveMore;
  }

  /** Whether the last look found so many messages that there are probably more. */
  boolean hasMuch() {
    return hasMuch;
  }

  /** Skips positions far behind the end: the segments there read them from the log. */
  private synchronized boolean skipToHead() {
    if (!tail.skipToHead()) {
      return false;
    }
    skipsToHead = false;
    hasMuch = true;
    mayHaveMore = true;
    types.forget();
    breaks.forget();
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
    while (window.size() - dropped > MAX_MESSAGES || characters > MAX_CHARACTERS) {
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

  /** Returns the messages of {@link #read} from memory; null if not all of them are there. */
  synchronized @Nullable Slice fromWindow(Lane lane, long after, long upTo, int limit) {
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

  /**
   * Returns the messages of {@link #read} from the database; only of the given streams, if not
   * null.
   */
  Slice fromLog(
      Subscription subscription,
      @Nullable Lane lane,
      long after,
      long upTo,
      int limit,
      @Nullable Set<StreamName> streams) {
    LogFilter filter = LogFilter.between(after, upTo, limit).kinds(subscription.kinds());
    filter = lane == null ? filter : filter.lane(lane);
    filter =
        streams == null
            ? selective(filter, subscription)
            : filter.streams(streams).excludedTypes(subscription.unwantedTypes());
    LogPage page = store.readPage(filter, batchCharacters);
    return new Slice(page.messages(), page.through());
  }

  /**
   * Selects the wanted messages by destination or by type if they are the smaller part; else it is
   * cheaper to read all messages and drop some. An undeclared stored type is wanted, too: it must
   * be read (R27). Past the head, where another node has been, the types are not known.
   */
  private LogFilter selective(LogFilter filter, Subscription subscription) {
    Optional<String> destination = subscription.handler().destination();
    if (destination.isPresent()) {
      return filter.categories(Set.of(destination.get()));
    }
    if (filter.upTo() > head) {
      return filter.excludedTypes(subscription.unwantedTypes());
    }
    Set<String> wanted = types.without(subscription.unwantedTypes());
    boolean areFew = wanted.size() <= MAX_TYPES && wanted.size() * 2 <= types.count();
    return areFew ? filter.types(wanted) : filter.excludedTypes(subscription.unwantedTypes());
  }
}
