package dev.foliot.engine;

import dev.foliot.engine.LastVersions.SeenVersion;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.RecordedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to let a segment handle the messages of a stream out of order, for any cause: the last
 * line of defence of R23. A message is compared with the last handled one of its stream, so that it
 * does not come late or twice. It is also compared with the breaks that the tail saw in its stream,
 * so that earlier messages are not missing: a segment that skips types cannot see a gap. Both
 * comparisons are cheap and in memory. Only a suspicious message is looked up in the log, which
 * decides.
 *
 * <p>Messages of one stream with different keys may overtake each other, so the last message is
 * remembered for each key.
 */
final class CheckOrder {
  private static final int STREAMS = 4_096;
  private static final int MAX_BETWEEN = 1_000;

  private final Subscription subscription;
  private final long since;
  private final EventStore log;
  private final StreamBreaks breaks;
  private final LastVersions handled = new LastVersions(STREAMS);

  /**
   * @param since the position since which the subscription exists
   */
  CheckOrder(Subscription subscription, long since, EventStore log, StreamBreaks breaks) {
    this.subscription = subscription;
    this.since = since;
    this.log = log;
    this.breaks = breaks;
  }

  /** A transaction begins; the one before it is committed, or rolled back. */
  void begin() {
    handled.rollBack();
  }

  /**
   * Checks a message that is about to be handled. A message that failed before is not checked
   * again: either it was checked, or a person retries it although it is out of order.
   *
   * @throws OutOfOrderException if it was handled before, or an earlier message is missing
   */
  void check(RecordedMessage message, Progress progress) {
    if (message.streamVersion() == 0) {
      return; // it does not belong to a stream
    }
    SeenVersion last = handled.put(message, subscription.keyWithinStream(message));
    if (progress.failingSince(message) == null) {
      refuseIfLate(message, last);
      refuseBehindBreak(message, last, progress.openedAt());
    }
  }

  private void refuseIfLate(RecordedMessage message, @Nullable SeenVersion last) {
    if (last != null && message.streamVersion() <= last.version()) {
      StreamName stream = new StreamName(message.category(), message.streamId());
      if (last.isStillIn(log, stream)) {
        SeenVersion now =
            new SeenVersion(last.stream(), message.streamVersion(), message.position());
        throw OutOfOrderException.late(stream, now, last);
      }
    }
  }

  private void refuseBehindBreak(
      RecordedMessage message, @Nullable SeenVersion last, long openedAt) {
    for (StreamBreak each : breaks.of(message)) {
      if (isFirstAt(each, message, last, openedAt)) {
        if (each.isRealIn(log)) {
          throw each.exception();
        }
        breaks.remove(each);
      }
    }
  }

  /**
   * Whether this message is the first one of the stream that the subscription wants at the break or
   * after it. A gap before the position at which the segment was opened does not count.
   */
  private boolean isFirstAt(
      StreamBreak each, RecordedMessage message, @Nullable SeenVersion last, long openedAt) {
    SeenVersion at = each.at();
    if (at.is(message)) {
      return true;
    }
    boolean isBehindGap =
        each.isGap()
            && at.position() > openedAt
            && at.position() < message.position()
            && at.version() < message.streamVersion();
    boolean wasMet = last != null && last.version() >= at.version();
    return isBehindGap && !wasMet && !wantsAnyBetween(each, message);
  }

  private boolean wantsAnyBetween(StreamBreak gap, RecordedMessage message) {
    long from = gap.at().version();
    long to = message.streamVersion() - 1;
    return log.readStreamWithArchive(gap.stream(), from, to, MAX_BETWEEN).stream()
        .anyMatch(each -> subscription.wants(each, since));
  }

  /** The transaction is committed. */
  void committed() {
    handled.commit();
  }
}
