package dev.foliot.engine;

import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.SequencingKey;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One segment of a subscription on the node that owns it; one thread at a time calls {@link
 * #step()}.
 *
 * <p>Two positions, one a lane, say how far it is. The backfill position never passes the primary
 * one, so a backfill message never overtakes an earlier primary one of its key. The other way
 * round, a primary batch first pulls forward the earlier backfill messages of its keys (R32); what
 * was pulled is noted as done ahead, and the backfill lane steps over it. A key whose message
 * failed is held: its later messages are passed over by both lanes and read again from the log when
 * the key is released.
 */
final class Segment implements Owned {
  private static final int SLICES_A_STEP = 20;
  private static final int SCAN = 1_000;

  private final Subscription subscription;
  private final int number;
  private final int segments;
  private final long since;
  private final MessageFeed feed;
  private final SegmentStore store;
  private final DeliverBatch deliver;
  private final InstantSource clock;
  private final Duration laneMaxWait;

  private final SegmentState state;
  private boolean primaryHadTheTurn;
  private boolean heldHadTheTurn;

  Segment(
      Subscription subscription,
      int number,
      SubscriptionStore.Registration registration,
      MessageFeed feed,
      SegmentStore store,
      DeliverBatch deliver,
      Transactions transactions,
      InstantSource clock,
      Duration laneMaxWait) {
    this.subscription = subscription;
    this.number = number;
    this.segments = registration.segments();
    this.since = registration.since();
    this.feed = feed;
    this.store = store;
    this.deliver = deliver;
    this.clock = clock;
    this.laneMaxWait = laneMaxWait;
    this.state = new SegmentState(store, transactions);
  }

  Subscription subscription() {
    return subscription;
  }

  int number() {
    return number;
  }

  @Override
  public SegmentId id() {
    return new SegmentId(subscription.name(), number);
  }

  @Override
  public long token() {
    return store.token();
  }

  long position(Lane lane) {
    return state.position(lane);
  }

  HeldKeys held() {
    return state.held();
  }

  @Override
  public String description() {
    return "subscription=%s segment=%d".formatted(subscription.name(), number);
  }

  @Override
  public Optional<Instant> nextDue() {
    return held().nextDue();
  }

  @Override
  public boolean hasWork() {
    return primary() < feed.head()
        || backfill() < primary()
        || held().due(clock.instant()).isPresent();
  }

  private long primary() {
    return state.position(Lane.PRIMARY);
  }

  private long backfill() {
    return state.position(Lane.BACKFILL);
  }

  /** Handles one batch at most. */
  @Override
  public boolean step() {
    state.beginStep();
    boolean more = handleBatch();
    state.endStep();
    return more;
  }

  /** Much may wait behind a key that is due, so the lanes get every second turn. */
  private boolean handleBatch() {
    Optional<HeldKey> due = held().due(clock.instant());
    heldHadTheTurn = due.isPresent() && !heldHadTheTurn;
    if (heldHadTheTurn) {
      release(due.get());
      return true;
    }
    return deliverLanes() || due.isPresent();
  }

  private boolean deliverLanes() {
    long before = primary() + backfill();
    if (isBackfillsTurn()) {
      return deliverBackfill() || deliverPrimary() || primary() + backfill() > before;
    }
    return deliverPrimary() || deliverBackfill() || primary() + backfill() > before;
  }

  /** Primary goes first, but a backfill message that is too old takes every second turn (R33). */
  private boolean isBackfillsTurn() {
    Instant oldest = state.backlog().oldest();
    return primaryHadTheTurn
        && oldest != null
        && oldest.plus(laneMaxWait).isBefore(clock.instant());
  }

  private boolean deliverPrimary() {
    LaneBatch found = collect(Lane.PRIMARY, primary(), feed.head());
    if (found.messages().isEmpty()) {
      state.passedOver(Lane.PRIMARY, found.through());
      return false;
    }
    extendBacklog(found.through());
    deliver(pullForward(found));
    primaryHadTheTurn = true;
    return true;
  }

  private boolean deliverBackfill() {
    primaryHadTheTurn = false;
    LaneBatch batch = collect(Lane.BACKFILL, backfill(), primary());
    if (batch.messages().isEmpty()) {
      state.passedOver(Lane.BACKFILL, batch.through());
      return false;
    }
    deliver(batch);
    return true;
  }

  private void deliver(LaneBatch batch) {
    deliver.deliver(batch.messages(), new LaneProgress(subscription, state, store, batch));
  }

  /** The next messages of a lane that this segment must handle. */
  private LaneBatch collect(Lane lane, long after, long upTo) {
    int most = subscription.settings().batchSize();
    BoundedMessages wanted = feed.batch(most);
    long through = after;
    for (int slices = 0; slices < SLICES_A_STEP && through < upTo; slices++) {
      MessageFeed.Slice slice = feed.read(subscription, lane, through, upTo, most);
      for (RecordedMessage message : slice.messages()) {
        if (isMine(message) && !isDone(message) && !held().holdsBack(key(message), message)) {
          wanted.add(message);
          if (wanted.isFull()) {
            return new LaneBatch(lane, after, wanted.messages(), message.position());
          }
        }
      }
      through = slice.through();
    }
    return new LaneBatch(lane, after, wanted.messages(), through);
  }

  private boolean isMine(RecordedMessage message) {
    return subscription.wants(message, since)
        && (segments == 1 || Subscription.segmentOf(key(message), segments) == number);
  }

  private String key(RecordedMessage message) {
    return subscription.keyOf(message);
  }

  private boolean isDone(RecordedMessage message) {
    return state.isDoneAhead(message);
  }

  /** Learns the keys of the backfill messages that the primary lane is about to pass. */
  private void extendBacklog(long through) {
    BackfillBacklog backlog = state.backlog();
    while (backlog.knownThrough() < through) {
      MessageFeed.Slice slice =
          feed.read(subscription, Lane.BACKFILL, backlog.knownThrough(), through, SCAN);
      for (RecordedMessage message : slice.messages()) {
        if (isMine(message) && !isDone(message)) {
          backlog.add(key(message), message.metadata().occurredAt());
        }
      }
      backlog.knownThrough(slice.through());
    }
  }

  /**
   * Adds the earlier backfill messages of the batch's keys, in log order (R32). If they are too
   * many for one batch, it ends where they end, and the rest comes with the next one.
   */
  private LaneBatch pullForward(LaneBatch batch) {
    List<RecordedMessage> maybe =
        batch.messages().stream().filter(message -> state.backlog().mayHold(key(message))).toList();
    if (maybe.isEmpty() || backfill() >= batch.through()) {
      return batch;
    }
    Set<String> keys = maybe.stream().map(this::key).collect(Collectors.toSet());
    MessageFeed.Slice pulled =
        messagesOf(
            message -> isMine(message) && keys.contains(key(message)),
            streamsOf(maybe),
            Lane.BACKFILL,
            backfill(),
            batch.through(),
            SCAN);
    return batch.with(pulled.messages(), pulled.through());
  }

  /** The streams to look in, where the key says so; null for all. */
  private @Nullable Set<StreamName> streamsOf(List<RecordedMessage> messages) {
    if (subscription.handler().sequencingKey() != SequencingKey.STREAM) {
      return null;
    }
    return messages.stream()
        .map(message -> new StreamName(message.category(), message.streamId()))
        .collect(Collectors.toSet());
  }

  /** What is still to be handled of some messages in a range of the log, as far as it fits. */
  private MessageFeed.Slice messagesOf(
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
        if (!isDone(message) && which.test(message)) {
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

  /** Tries the message again that a key waits for, and then what waits behind it. */
  private void release(HeldKey due) {
    Set<StreamName> streams =
        subscription.handler().sequencingKey() == SequencingKey.STREAM
            ? Set.of(new StreamName(due.category(), due.streamId()))
            : null;
    int most = subscription.settings().batchSize();
    MessageFeed.Slice found =
        messagesOf(
            message -> waitsFor(due, message), streams, null, due.position() - 1, primary(), most);
    List<RecordedMessage> waiting = found.messages();
    boolean isAll = found.through() >= primary();
    deliver.deliver(waiting, new HeldProgress(due, waiting, isAll, state, store, clock));
  }

  /** The failed message itself may have been given another key by an upcaster since. */
  private boolean waitsFor(HeldKey due, RecordedMessage message) {
    if (due.isFailed(message)) {
      return subscription.wants(message, since);
    }
    return isMine(message) && key(message).equals(due.key());
  }

  /** Saves what was only passed over, at the end. */
  @Override
  public void save() {
    state.saveLast();
  }
}
