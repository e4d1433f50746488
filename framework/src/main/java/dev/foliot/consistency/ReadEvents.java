package dev.foliot.consistency;

import dev.foliot.engine.Subscription;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.LogFilter;
import dev.foliot.message.RecordedMessage;
import dev.foliot.unitofwork.PositionRuns.Run;
import java.util.List;

/**
 * Reads the events of a token in the order of the log. Events in the archive are not read: they
 * were archived when every subscription had handled them.
 */
final class ReadEvents {
  private static final int PAGE = 500;

  /**
   * Reading up to this number of positions between two events costs less than another statement.
   */
  private static final long NEAR = 500;

  private final EventStore log;

  ReadEvents(EventStore log) {
    this.log = log;
  }

  /**
   * Some of the events that may be for a subscription.
   *
   * @param events the events
   * @param through the position up to which there are no other events
   */
  record Page(List<RecordedMessage> events, long through) {}

  /** The next events of a token above a position that is lower than its last one. */
  Page after(long position, ConsistencyToken token, Subscription subscription) {
    List<Run> left = token.runs().stream().filter(run -> run.last() > position).toList();
    if (left.isEmpty()) {
      return new Page(List.of(), token.last());
    }
    long after = Math.max(position, left.get(0).first() - 1);
    long upTo = endOfNear(left);
    List<RecordedMessage> found =
        log.read(
            LogFilter.between(after, upTo, PAGE)
                .kinds(subscription.kinds())
                .excludedTypes(subscription.unwantedTypes()));
    boolean isAll = found.size() < PAGE;
    return new Page(
        found.stream().filter(event -> isIn(left, event.position())).toList(),
        isAll ? upTo : found.get(found.size() - 1).position());
  }

  private static long endOfNear(List<Run> runs) {
    long end = runs.get(0).last();
    for (Run run : runs) {
      if (run.first() - end > NEAR) {
        break;
      }
      end = run.last();
    }
    return end;
  }

  private static boolean isIn(List<Run> runs, long position) {
    return runs.stream().anyMatch(run -> run.first() <= position && position <= run.last());
  }

  /**
   * Makes sure that the log has reached the last position of the token.
   *
   * @throws InvalidConsistencyTokenException if it has not
   */
  void refuseIfOfAnotherLog(ConsistencyToken token) {
    if (token.last() > log.head()) {
      throw new InvalidConsistencyTokenException(
          "it covers position %s, which the log has not reached".formatted(token.last()),
          "Check that it is a token of this application and of this database, and that the database was not restored.");
    }
  }
}
