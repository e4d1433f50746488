package dev.foliot.engine;

import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.SequencingKey;
import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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
final class Segment implements Work {
  private static final int SLICES_A_STEP = 20;
  private static final int SCAN = 1_000;
  private static final long UNSAVED_POSITIONS = 10_000;

  private final Subscription subscription;
  private final int number;
  private final int segments;
  private final long since;
  private final MessageFeed feed;
  private final SegmentStore store;
  private final DeliverBatch deliver;
  private final Transactions transactions;
  private final InstantSource clock;
  private final Duration laneMaxWait;

  private volatile HeldKeys held;
  private Set<Long> ahead;
  private BackfillBacklog backlog;
  private volatile long primary;
  private volatile long backfill;
  private long savedPrimary;
  private long savedBackfill;
  private boolean primaryHadTheTurn;
  private boolean heldHadTheTurn;
  private volatile boolean unsure;

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
    this.transactions = transactions;
    this.clock = clock;
    this.laneMaxWait = laneMaxWait;
    this.held = new HeldKeys(store.held());
    this.ahead = new HashSet<>(store.ahead());
    this.primary = savedPrimary = store.position(Lane.PRIMARY);
    this.backfill = savedBackfill = store.position(Lane.BACKFILL);
    this.backlog = new BackfillBacklog(backfill);
  }

  Subscription subscription() {
    return subscription;
  }

  int number() {
    return number;
  }

  long token() {
    return store.token();
  }

  long position(Lane lane) {
    return lane == Lane.PRIMARY ? primary : backfill;
  }

  HeldKeys held() {
    return held;
  }

  @Override
  public String description() {
    return "subscription=%s segment=%d".formatted(subscription.name(), number);
  }

  @Override
  public Optional<Instant> nextDue() {
    return held.nextDue();
  }

  @Override
  public boolean hasWork() {
    return primary < feed.head() || backfill < primary || held.due(clock.instant()).isPresent();
  }

  /**
   * Handles one batch at most. After a step that failed, only the database knows what was done: a
   * connection that is lost in a commit does not tell whether it took place.
   */
  @Override
  public boolean step() {
    if (unsure) {
      readAgain();
    }
    unsure = true;
    boolean more = handleBatch();
    unsure = false;
    return more;
  }

  private void readAgain() {
    held = new HeldKeys(store.held());
    ahead = new HashSet<>(store.ahead());
    primary = savedPrimary = store.position(Lane.PRIMARY);
    backfill = savedBackfill = store.position(Lane.BACKFILL);
    backlog = new BackfillBacklog(backfill);
  }

  /** Much may wait behind a key that is due, so the lanes get every second turn. */
  private boolean handleBatch() {
    Optional<HeldKey> due = held.due(clock.instant());
    heldHadTheTurn = due.isPresent() && !heldHadTheTurn;
    if (heldHadTheTurn) {
      release(due.get());
      return true;
    }
    return deliverLanes() || due.isPresent();
  }

  private boolean deliverLanes() {
    long before = primary + backfill;
    if (isBackfillsTurn()) {
      return deliverBackfill() || deliverPrimary() || primary + backfill > before;
    }
    return deliverPrimary() || deliverBackfill() || primary + backfill > before;
  }

  /** Primary goes first, but a backfill message that is too old takes every second turn (R33). */
  private boolean isBackfillsTurn() {
    Instant oldest = backlog.oldest();
    return primaryHadTheTurn
        && oldest != null
        && oldest.plus(laneMaxWait).isBefore(clock.instant());
  }

  private boolean deliverPrimary() {
    LaneBatch found = collect(Lane.PRIMARY, primary, feed.head());
    if (found.messages().isEmpty()) {
      primary = found.through();
      saveNowAndThen();
      return false;
    }
    extendBacklog(found.through());
    LaneBatch batch = pullForward(found);
    deliver.deliver(batch.messages(), new LaneProgress(batch));
    primaryHadTheTurn = true;
    return true;
  }

  private boolean deliverBackfill() {
    primaryHadTheTurn = false;
    LaneBatch batch = collect(Lane.BACKFILL, backfill, primary);
    if (batch.messages().isEmpty()) {
      backfill = Math.max(backfill, batch.through());
      backlog.handledThrough(backfill, null);
      saveNowAndThen();
      return false;
    }
    deliver.deliver(batch.messages(), new LaneProgress(batch));
    return true;
  }

  /** The next messages of a lane that this segment must handle. */
  private LaneBatch collect(Lane lane, long after, long upTo) {
    int most = subscription.settings().batchSize();
    List<RecordedMessage> wanted = new ArrayList<>();
    long through = after;
    for (int slices = 0; slices < SLICES_A_STEP && through < upTo; slices++) {
      MessageFeed.Slice slice = feed.read(subscription, lane, through, upTo, most);
      for (RecordedMessage message : slice.messages()) {
        if (isMine(message) && !isDone(message) && !held.holdsBack(key(message), message)) {
          wanted.add(message);
          if (wanted.size() == most) {
            return new LaneBatch(lane, after, wanted, message.position());
          }
        }
      }
      through = slice.through();
    }
    return new LaneBatch(lane, after, wanted, through);
  }

  private boolean isMine(RecordedMessage message) {
    return subscription.wants(message, since)
        && (segments == 1 || Subscription.segmentOf(key(message), segments) == number);
  }

  private String key(RecordedMessage message) {
    return subscription.keyOf(message);
  }

  private boolean isDone(RecordedMessage message) {
    return ahead.contains(message.position());
  }

  /** Learns the keys of the backfill messages that the primary lane is about to pass. */
  private void extendBacklog(long through) {
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

  /** Adds the earlier backfill messages of the batch's keys, in log order (R32). */
  private LaneBatch pullForward(LaneBatch batch) {
    List<RecordedMessage> maybe =
        batch.messages().stream().filter(message -> backlog.mayHold(key(message))).toList();
    if (maybe.isEmpty() || backfill >= batch.through()) {
      return batch;
    }
    Set<String> keys = maybe.stream().map(this::key).collect(Collectors.toSet());
    List<RecordedMessage> messages = new ArrayList<>(batch.messages());
    messages.addAll(
        messagesOf(
            message -> isMine(message) && keys.contains(key(message)),
            streamsOf(maybe),
            Lane.BACKFILL,
            backfill,
            batch.through(),
            Integer.MAX_VALUE));
    messages.sort(Comparator.comparingLong(RecordedMessage::position));
    return new LaneBatch(batch.lane(), batch.after(), messages, batch.through());
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

  /** What is still to be handled of some messages in a range of the log, in order. */
  private List<RecordedMessage> messagesOf(
      Predicate<RecordedMessage> which,
      @Nullable Set<StreamName> streams,
      @Nullable Lane lane,
      long after,
      long upTo,
      int limit) {
    List<RecordedMessage> found = new ArrayList<>();
    long through = after;
    while (through < upTo && found.size() < limit) {
      MessageFeed.Slice slice = feed.fromLog(subscription, lane, through, upTo, SCAN, streams);
      slice.messages().stream()
          .filter(message -> !isDone(message) && which.test(message))
          .limit(limit - found.size())
          .forEach(found::add);
      through = slice.through();
    }
    return found;
  }

  /** Tries the message again that a key waits for, and then what waits behind it. */
  private void release(HeldKey due) {
    int limit = subscription.settings().batchSize();
    Set<StreamName> streams =
        subscription.handler().sequencingKey() == SequencingKey.STREAM
            ? Set.of(new StreamName(due.category(), due.streamId()))
            : null;
    List<RecordedMessage> waiting =
        messagesOf(
            message -> waitsFor(due, message), streams, null, due.position() - 1, primary, limit);
    deliver.deliver(waiting, new HeldProgress(due, waiting, waiting.size() < limit));
  }

  /** The failed message itself may have been given another key by an upcaster since. */
  private boolean waitsFor(HeldKey due, RecordedMessage message) {
    if (due.isFailed(message)) {
      return subscription.wants(message, since);
    }
    return isMine(message) && key(message).equals(due.key());
  }

  private void saveNowAndThen() {
    if (primary - savedPrimary >= UNSAVED_POSITIONS
        || backfill - savedBackfill >= UNSAVED_POSITIONS
        || ahead.stream().anyMatch(position -> position <= backfill)) {
      save();
    }
  }

  /**
   * Saves what was only passed over; saved now and then, and at the end (lazily, R24 needs no
   * more).
   */
  void save() {
    if (unsure || (primary == savedPrimary && backfill == savedBackfill)) {
      return;
    }
    transactions.doInNew(
        () -> {
          store.moveTo(Lane.PRIMARY, primary);
          store.moveTo(Lane.BACKFILL, backfill);
          store.removeAheadUpTo(backfill);
        });
    ahead.removeIf(position -> position <= backfill);
    savedPrimary = primary;
    savedBackfill = backfill;
  }

  private List<Long> aheadOfBackfill(List<RecordedMessage> done) {
    return done.stream()
        .filter(message -> message.lane() == Lane.BACKFILL && message.position() > backfill)
        .map(RecordedMessage::position)
        .toList();
  }

  /** A lane's checkpoint moves on. */
  private final class LaneProgress implements Progress {
    private final LaneBatch batch;
    private int doneBefore;

    LaneProgress(LaneBatch batch) {
      this.batch = batch;
    }

    @Override
    public int attemptOf(RecordedMessage message) {
      return 1;
    }

    @Override
    public boolean holdsBack(RecordedMessage message) {
      return held.holdsBack(key(message), message);
    }

    @Override
    public void write(int done, @Nullable Failure failure) {
      if (batch.lane() == Lane.PRIMARY) {
        store.addAhead(pulledForward(done, failure));
      } else if (!ahead.isEmpty()) {
        store.removeAheadUpTo(batch.positionAfter(done));
      }
      if (failure != null && failure.holdsKey()) {
        store.hold(HeldKey.of(failure, null));
      }
      if (batch.lane() == Lane.BACKFILL && primary != savedPrimary) {
        store.moveTo(Lane.PRIMARY, primary); // never stored behind the backfill lane
      }
      store.moveTo(batch.lane(), batch.positionAfter(done));
    }

    /** What waits behind a failure is not done: it is read again when its key is released. */
    private List<Long> pulledForward(int done, @Nullable Failure failure) {
      int end = failure != null && failure.holdsKey() ? done - 1 : done;
      return aheadOfBackfill(
          batch.messages().subList(doneBefore, end).stream()
              .filter(message -> !holdsBack(message))
              .toList());
    }

    @Override
    public void committed(int done, @Nullable Failure failure) {
      long position = batch.positionAfter(done);
      if (batch.lane() == Lane.PRIMARY) {
        ahead.addAll(pulledForward(done, failure));
        primary = savedPrimary = position;
      } else {
        backfill = savedBackfill = position;
        savedPrimary = primary;
        ahead.removeIf(each -> each <= position);
        backlog.handledThrough(
            position, done == 0 ? null : batch.messages().get(done - 1).metadata().occurredAt());
      }
      if (failure != null && failure.holdsKey()) {
        held.put(HeldKey.of(failure, null));
      }
      doneBefore = done;
    }

    @Override
    public boolean endsWith(Failure failure) {
      return false;
    }
  }

  /** A held key moves on. */
  private final class HeldProgress implements Progress {
    private final HeldKey due;
    private final List<RecordedMessage> waiting;
    private final boolean isAll;
    private int doneBefore;

    HeldProgress(HeldKey due, List<RecordedMessage> waiting, boolean isAll) {
      this.due = due;
      this.waiting = waiting;
      this.isAll = isAll;
    }

    @Override
    public int attemptOf(RecordedMessage message) {
      return message.position() == due.position() ? due.attempts() + 1 : 1;
    }

    @Override
    public boolean holdsBack(RecordedMessage message) {
      return false;
    }

    @Override
    public void write(int done, @Nullable Failure failure) {
      store.addAhead(aheadOfBackfill(waiting.subList(doneBefore, handled(done, failure))));
      HeldKey next = next(done, failure);
      if (next == null) {
        store.release(due.key());
      } else {
        store.hold(next);
      }
      // What waited was passed over by both lanes, perhaps only in memory: it is done now.
      store.moveTo(Lane.PRIMARY, primary);
      store.moveTo(Lane.BACKFILL, backfill);
      if (!ahead.isEmpty()) {
        store.removeAheadUpTo(backfill);
      }
    }

    @Override
    public void committed(int done, @Nullable Failure failure) {
      ahead.addAll(aheadOfBackfill(waiting.subList(doneBefore, handled(done, failure))));
      ahead.removeIf(position -> position <= backfill);
      savedPrimary = primary;
      savedBackfill = backfill;
      HeldKey next = next(done, failure);
      if (next == null) {
        held.remove(due.key());
      } else {
        held.put(next);
      }
      doneBefore = done;
    }

    private int handled(int done, @Nullable Failure failure) {
      return failure != null && failure.holdsKey() ? done - 1 : done;
    }

    private @Nullable HeldKey next(int done, @Nullable Failure failure) {
      if (failure != null && failure.holdsKey()) {
        return HeldKey.of(failure, due);
      }
      if (done == waiting.size() && isAll) {
        return null;
      }
      return due.goingOnAfter(waiting.get(done - 1).position(), clock.instant());
    }

    @Override
    public boolean endsWith(Failure failure) {
      return failure.holdsKey();
    }
  }
}
