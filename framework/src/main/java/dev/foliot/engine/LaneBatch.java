package dev.foliot.engine;

import dev.foliot.message.Lane;
import dev.foliot.message.RecordedMessage;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Messages that one segment handles next.
 *
 * @param lane the lane whose checkpoint moves
 * @param after where the lane's checkpoint stands
 * @param messages in log order; in the primary lane they may include backfill messages of the same
 *     keys, pulled forward
 * @param through everything in the lane up to this position is among the messages, or is not for
 *     this segment
 */
record LaneBatch(Lane lane, long after, List<RecordedMessage> messages, long through) {

  /**
   * Returns the messages of both lanes, in log order, up to the position to which the other lane is
   * known.
   */
  LaneBatch with(List<RecordedMessage> others, long othersKnownThrough) {
    List<RecordedMessage> both =
        Stream.concat(messages.stream(), others.stream())
            .filter(message -> message.position() <= othersKnownThrough)
            .sorted(Comparator.comparingLong(RecordedMessage::position))
            .toList();
    return new LaneBatch(lane, after, both, Math.max(after, Math.min(through, othersKnownThrough)));
  }

  /**
   * The checkpoint once the first {@code done} messages are done. It never moves back, although
   * messages that were pulled forward stand before it.
   */
  long positionAfter(int done) {
    return done == messages.size() ? through : Math.max(after, messages.get(done - 1).position());
  }
}
