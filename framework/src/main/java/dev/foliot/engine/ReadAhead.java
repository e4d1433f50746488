package dev.foliot.engine;

import dev.foliot.engine.MessageFeed.Slice;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a lane for one segment. While the handlers work on a page, an idle thread reads the next
 * one. If no thread is idle, the page is read when it is needed.
 *
 * <p>A page that was read early is equal to one that is read now: it ends at a settled position,
 * before which the log changes only by archiving. It is not used if the segment continues at
 * another position, or may not read as far. Not for use by several threads.
 */
final class ReadAhead {
  private final MessageFeed feed;
  private final Subscription subscription;
  private final Lane lane;
  private @Nullable Page current;
  private @Nullable Ahead next;

  ReadAhead(MessageFeed feed, Subscription subscription, Lane lane) {
    this.feed = feed;
    this.subscription = subscription;
    this.lane = lane;
  }

  /** The messages of the lane after a position, up to the end of the slice. */
  private record Page(long after, Slice slice) {
    boolean has(long position, long upTo) {
      return after <= position && position < slice.through() && slice.through() <= upTo;
    }

    Slice after(long position) {
      List<RecordedMessage> messages = slice.messages();
      return position == after
          ? slice
          : new Slice(
              messages.stream().filter(each -> each.position() > position).toList(),
              slice.through());
    }
  }

  private record Ahead(long after, FutureTask<Slice> reading) {}

  /** See {@link MessageFeed#read}. */
  Slice read(long after, long upTo, int limit) {
    Slice inMemory = feed.fromWindow(lane, after, upTo, limit);
    if (inMemory != null) {
      forget();
      return inMemory;
    }
    if (current == null || !current.has(after, upTo)) {
      current = following(after, upTo, limit);
    }
    Slice slice = current.slice();
    if (next == null && slice.through() < upTo) {
      next = ahead(slice.through(), upTo, limit);
    }
    return current.after(after);
  }

  private Page following(long after, long upTo, int limit) {
    Ahead early = next;
    next = null;
    if (early != null && early.after() == after) {
      Slice read = result(early.reading());
      if (read != null && read.through() <= upTo) {
        return new Page(after, read);
      }
    }
    return new Page(after, feed.fromLog(subscription, lane, after, upTo, limit, null));
  }

  /** The page; null if it could not be read, so that it is read again now. */
  private static @Nullable Slice result(FutureTask<Slice> reading) {
    reading.run(); // unless a thread has begun it
    try {
      return reading.get();
    } catch (ExecutionException failed) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private Ahead ahead(long after, long upTo, int limit) {
    FutureTask<Slice> reading =
        new FutureTask<>(() -> feed.fromLog(subscription, lane, after, upTo, limit, null));
    try {
      feed.readers().run(reading);
    } catch (RejectedExecutionException stopping) {
      // the step that needs the page is finished all the same
    }
    return new Ahead(after, reading);
  }

  /**
   * A step has ended. Its pages are kept only if the next step follows at once, so that no more
   * segments hold pages than there are threads.
   */
  void stepEnded(boolean hasMore) {
    if (!hasMore || feed.readers().isAnybodyWaiting()) {
      forget();
    }
  }

  /** Drops the pages in memory, because the segment does not continue soon. */
  void forget() {
    current = null;
    if (next != null) {
      next.reading().cancel(false);
      next = null;
    }
  }
}
