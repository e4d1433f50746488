package dev.foliot.engine;

import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Searches a part of the log, of any length, for messages of one subscription. */
final class SearchLog {
  /** The maximum number of messages of one read. */
  static final int SCAN = 1_000;

  private final MessageFeed feed;
  private final Subscription subscription;

  SearchLog(MessageFeed feed, Subscription subscription) {
    this.feed = feed;
    this.subscription = subscription;
  }

  /**
   * The first messages of a range, in order, up to the limits of a batch.
   *
   * @param streams the streams to search; null for all
   * @param lane the lane to search; null for both
   */
  MessageFeed.Slice first(
      Predicate<RecordedMessage> which,
      @Nullable Set<StreamName> streams,
      @Nullable Lane lane,
      long after,
      long upTo,
      int limit) {
    BoundedMessages found = feed.batch(limit);
    long through = after;
    while (through < upTo) {
      MessageFeed.Slice slice = feed.fromLog(subscription, lane, through, upTo, SCAN, streams);
      for (RecordedMessage message : slice.messages()) {
        if (which.test(message)) {
          found.add(message);
          if (found.isFull()) {
            return new MessageFeed.Slice(found.messages(), message.position());
          }
        }
      }
      through = slice.through();
    }
    return new MessageFeed.Slice(found.messages(), through);
  }
}
