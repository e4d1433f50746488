package dev.foliot.engine;

import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Adds earlier backfill messages of the same keys to a primary batch, so that the batch does not
 * overtake them (R32).
 */
final class PullForward {
  private final Subscription subscription;
  private final MessageFeed feed;
  private final SearchLog search;
  private final SegmentState state;
  private final Function<RecordedMessage, @Nullable String> openKey;

  /**
   * @param openKey the key of a message that the segment has still to handle; null for any other
   */
  PullForward(
      Subscription subscription,
      MessageFeed feed,
      SearchLog search,
      SegmentState state,
      Function<RecordedMessage, @Nullable String> openKey) {
    this.subscription = subscription;
    this.feed = feed;
    this.search = search;
    this.state = state;
    this.openKey = openKey;
  }

  /** Learns the keys of the backfill messages that the primary lane is about to pass. */
  void learn(long through) {
    BackfillBacklog backlog = state.backlog();
    if (backlog.knownThrough() >= through) {
      return;
    }
    boolean areNone = true;
    while (backlog.knownThrough() < through) {
      MessageFeed.Slice slice = read(backlog.knownThrough(), through, SearchLog.SCAN);
      for (RecordedMessage message : slice.messages()) {
        String key = openKey.apply(message);
        if (key != null) {
          backlog.add(key, message);
        }
      }
      areNone &= slice.messages().isEmpty();
      backlog.knownThrough(slice.through());
    }
    if (areNone) {
      learnWhereNextIs(backlog);
    }
  }

  /** If the next backfill message is far away, one read is enough for many batches. */
  private void learnWhereNextIs(BackfillBacklog backlog) {
    if (backlog.knownThrough() < feed.head()) {
      MessageFeed.Slice next = read(backlog.knownThrough(), feed.head(), 1);
      backlog.knownThrough(
          next.messages().isEmpty() ? next.through() : next.messages().get(0).position() - 1);
    }
  }

  private MessageFeed.Slice read(long after, long upTo, int limit) {
    return feed.read(subscription, Lane.BACKFILL, after, upTo, limit);
  }

  /**
   * Adds the earlier backfill messages of the batch's keys, in log order. If they are too many for
   * one batch, the rest comes with the next batch.
   */
  LaneBatch addTo(LaneBatch batch) {
    long after = state.position(Lane.BACKFILL);
    if (state.backlog().isDrained() || after >= batch.through()) {
      return batch;
    }
    List<RecordedMessage> maybe = batch.messages().stream().filter(this::mayWaitBehind).toList();
    if (maybe.isEmpty()) {
      return batch;
    }
    Set<String> keys = maybe.stream().map(subscription::keyOf).collect(Collectors.toSet());
    MessageFeed.Slice pulled =
        search.first(
            message -> {
              String key = openKey.apply(message);
              return key != null && keys.contains(key);
            },
            streamsOf(maybe),
            Lane.BACKFILL,
            after,
            batch.through(),
            SearchLog.SCAN);
    return batch.with(pulled.messages(), pulled.through());
  }

  private boolean mayWaitBehind(RecordedMessage message) {
    return state.backlog().mayHold(subscription.keyOf(message));
  }

  /** The streams to look in, if the key names them; null for all. */
  private @Nullable Set<StreamName> streamsOf(List<RecordedMessage> messages) {
    if (!subscription.isSequencedByStream()) {
      return null;
    }
    return messages.stream()
        .map(message -> new StreamName(message.category(), message.streamId()))
        .collect(Collectors.toSet());
  }
}
