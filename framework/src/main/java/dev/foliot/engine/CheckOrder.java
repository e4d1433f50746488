package dev.foliot.engine;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.RecordedMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to let a segment handle the messages of a stream out of order, whatever brought that
 * about: the last line of defence of R23. A message is compared with what the segment handled of
 * its stream before, so that it comes neither late nor again, and with the breaks that the tail saw
 * in its stream, so that none is missing: a segment that skips types cannot see that itself. Both
 * are in memory; only who looks guilty by them is looked up in the log, which decides.
 *
 * <p>Streams whose messages have different keys may overtake each other by right, so that what was
 * handled is known for each key.
 */
final class CheckOrder {
  private static final int MOST_SEQUENCES = 1_000;
  private static final int PAGE = 100;

  private final Subscription subscription;
  private final long since;
  private final EventStore log;
  private final StreamBreaks breaks;
  private final Map<Sequence, Seen> handled = new RecentMap<>(MOST_SEQUENCES);
  private final Map<Sequence, Seen> uncommitted = new HashMap<>();

  /** The messages of a stream that have the same key. */
  private record Sequence(String keyWithin, StreamName stream) {}

  /**
   * @param since the position since which the subscription exists
   */
  CheckOrder(Subscription subscription, long since, EventStore log, StreamBreaks breaks) {
    this.subscription = subscription;
    this.since = since;
    this.log = log;
    this.breaks = breaks;
  }

  /** A transaction begins. */
  void begin() {
    uncommitted.clear();
  }

  /**
   * A message is about to be handled. One that failed before is not checked again: it was, or a
   * person has it tried although it is out of order.
   *
   * @throws OutOfOrderException if it is not its turn
   */
  void check(RecordedMessage message, Progress progress) {
    if (message.streamVersion() == 0) {
      return; // it is not of a stream
    }
    Seen now = Seen.of(message);
    Sequence sequence = new Sequence(subscription.keyWithinStream(message), now.stream());
    if (progress.failingSince(message) == null) {
      Seen last = uncommitted.getOrDefault(sequence, handled.get(sequence));
      refuseIfLate(now, last);
      refuseBehindBreak(message, last, progress.openedAt());
    }
    uncommitted.put(sequence, now);
  }

  private void refuseIfLate(Seen now, @Nullable Seen last) {
    if (last != null && now.version() <= last.version() && last.isStillIn(log)) {
      throw OutOfOrderException.late(now, last);
    }
  }

  private void refuseBehindBreak(RecordedMessage message, @Nullable Seen last, long openedAt) {
    StreamName stream = new StreamName(message.category(), message.streamId());
    for (StreamBreak each : breaks.of(stream)) {
      if (!isFirstAt(each, message, last, openedAt)) {
        continue;
      }
      if (each.isRealIn(log)) {
        throw each.exception();
      }
      breaks.remove(each);
    }
  }

  /**
   * Whether the subscription meets the break with this message: it stands there, or it is the first
   * one after the gap that the subscription wants of the stream. Where it began behind the gap, it
   * does not concern it.
   */
  private boolean isFirstAt(
      StreamBreak each, RecordedMessage message, @Nullable Seen last, long openedAt) {
    Seen at = each.at();
    if (at.is(message)) {
      return true;
    }
    boolean isBehindGap =
        each.isGap()
            && at.position() > openedAt
            && at.position() < message.position()
            && at.version() < message.streamVersion();
    boolean wasMet = last != null && last.version() >= at.version();
    return isBehindGap && !wasMet && !wantsAnyBetween(at, message);
  }

  private boolean wantsAnyBetween(Seen at, RecordedMessage message) {
    long from = at.version();
    while (from < message.streamVersion()) {
      List<RecordedMessage> page =
          log.readStreamWithArchive(at.stream(), from, message.streamVersion() - 1, PAGE);
      if (page.stream().anyMatch(each -> subscription.wants(each, since))) {
        return true;
      }
      if (page.size() < PAGE) {
        return false;
      }
      from = page.get(page.size() - 1).streamVersion() + 1;
    }
    return false;
  }

  /** The transaction is committed. */
  void committed() {
    handled.putAll(uncommitted);
    uncommitted.clear();
  }
}
