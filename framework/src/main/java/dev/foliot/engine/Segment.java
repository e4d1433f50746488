package dev.foliot.engine;

import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One segment of a subscription on the node that owns it; one thread at a time calls {@link
 * #step()}.
 *
 * <p>Its progress is two positions, one for each lane. The backfill position never passes the
 * primary one, so a backfill message never overtakes an earlier primary one of its key. A primary
 * batch first pulls forward the earlier backfill messages of its keys (R32). These messages are
 * noted as done ahead, and the backfill lane skips them. A key whose message failed is held: both
 * lanes skip its later messages, and they are read again from the log when the key is released.
 */
final class Segment implements OwnedPart {
  private static final int SLICES_A_STEP = 20;

  private final Subscription subscription;
  private final long since;
  private final MessageFeed feed;
  private final DeliverBatch deliver;
  private final InstantSource clock;
  private final Duration laneMaxWait;
  private final CircuitBreaker.OfSegment circuit;

  private final SegmentState state;
  private final ReadAhead primaryReads;
  private final ReadAhead backfillReads;
  private final SearchLog search;
  private final PullForward pull;
  private int most;
  private boolean primaryHadTheTurn;
  private boolean heldHadTheTurn;

  Segment(
      Subscription subscription,
      long since,
      MessageFeed feed,
      SegmentState state,
      DeliverBatch deliver,
      CircuitBreaker.OfSegment circuit,
      InstantSource clock,
      Duration laneMaxWait) {
    this.subscription = subscription;
    this.since = since;
    this.feed = feed;
    this.state = state;
    this.deliver = deliver;
    this.circuit = circuit;
    this.most = subscription.settings().batchSize();
    this.clock = clock;
    this.laneMaxWait = laneMaxWait;
    this.primaryReads = new ReadAhead(feed, subscription, Lane.PRIMARY);
    this.backfillReads = new ReadAhead(feed, subscription, Lane.BACKFILL);
    this.search = new SearchLog(feed, subscription);
    this.pull = new PullForward(subscription, feed, search, state, this::openKey);
  }

  /** Whether the segment has the messages of a stream, if streams are the sequencing keys. */
  boolean delivers(String name, StreamName stream) {
    return subscription.name().equals(name)
        && state.layout().isIn(number(), Subscription.keyOf(stream));
  }

  Subscription subscription() {
    return subscription;
  }

  int number() {
    return id().number();
  }

  @Override
  public SegmentId id() {
    return state.store().id();
  }

  @Override
  public long token() {
    return state.store().token();
  }

  SegmentLayout layout() {
    return state.layout();
  }

  long position(Lane lane) {
    return state.position(lane);
  }

  HeldKeys held() {
    return state.held();
  }

  @Override
  public String description() {
    return "subscription=%s segment=%s".formatted(subscription.name(), number());
  }

  @Override
  public Optional<Instant> nextDue() {
    Optional<Instant> nextTry = circuit.nextTry();
    return nextTry.isPresent() || !circuit.mayAsk() ? nextTry : held().nextDue();
  }

  /** The reason why its subscription pauses on this node; empty if it does not. */
  Optional<CircuitStatus> circuitStatus() {
    return circuit.status();
  }

  @Override
  public boolean hasWork() {
    boolean waits =
        primary() < feed.head()
            || backfill() < primary()
            || held().due(clock.instant()).isPresent();
    return waits && circuit.mayAsk();
  }

  private long primary() {
    return state.position(Lane.PRIMARY);
  }

  private long backfill() {
    return state.position(Lane.BACKFILL);
  }

  /** Handles at most one batch, or one message if the circuit breaker permits no more. */
  @Override
  public boolean step() {
    CircuitBreaker.Permit permit = circuit.ask();
    if (permit == CircuitBreaker.Permit.NONE) {
      return false;
    }
    most = permit == CircuitBreaker.Permit.ONE ? 1 : subscription.settings().batchSize();
    boolean more = false;
    try {
      state.beginStep();
      more = handleBatch();
      state.endStep();
      return more;
    } finally {
      circuit.stepEnded();
      primaryReads.stepEnded(more);
      backfillReads.stepEnded(more);
    }
  }

  /** Many messages may wait behind a due key, so the lanes get every second turn. */
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
    pull.learn(found.through());
    deliver(pull.addTo(found));
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
    deliver.deliver(batch.messages(), new LaneProgress(subscription, state, state.store(), batch));
  }

  /** The next messages of a lane that this segment must handle. */
  private LaneBatch collect(Lane lane, long after, long upTo) {
    ReadAhead reads = lane == Lane.PRIMARY ? primaryReads : backfillReads;
    BoundedMessages wanted = feed.batch(most);
    long through = after;
    for (int slices = 0; slices < SLICES_A_STEP && through < upTo; slices++) {
      MessageFeed.Slice slice = reads.read(through, upTo, most);
      for (RecordedMessage message : slice.messages()) {
        String key = openKey(message);
        if (key != null && !held().holdsBack(key, message)) {
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

  /** The key of a message that is for this segment and not done yet; null for any other. */
  private @Nullable String openKey(RecordedMessage message) {
    if (!subscription.wants(message, since) || state.isDoneAhead(message)) {
      return null;
    }
    String key = subscription.keyOf(message);
    SegmentLayout layout = state.layout();
    return layout.isIn(number(), key) && !layout.wasPassed(key, message) ? key : null;
  }

  /**
   * Tries the failed message of a key again, and then the messages behind it, up to the last
   * position where the key was skipped.
   */
  private void release(HeldKey due) {
    Set<StreamName> streams =
        subscription.isSequencedByStream()
            ? Set.of(new StreamName(due.category(), due.streamId()))
            : null;
    long upTo = state.layout().furthest(due.key(), primary());
    MessageFeed.Slice found =
        search.first(
            message -> waitsFor(due, message) && !state.isDoneAhead(message),
            streams,
            null,
            due.position() - 1,
            upTo,
            most);
    List<RecordedMessage> waiting = found.messages();
    boolean isAll = found.through() >= upTo;
    deliver.deliver(waiting, new HeldProgress(due, waiting, isAll, state, state.store(), clock));
  }

  /** An upcaster may have changed the key of the failed message itself. */
  private boolean waitsFor(HeldKey due, RecordedMessage message) {
    return subscription.wants(message, since)
        && (due.isFailed(message)
            || (subscription.keyOf(message).equals(due.key())
                && state.layout().isIn(number(), due.key())));
  }

  /** Saves skipped positions, at the end. */
  @Override
  public void end() {
    state.saveLast();
  }
}
