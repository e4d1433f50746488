package dev.foliot.benchmarks.checkout;

import java.sql.ResultSet;
import java.sql.SQLException;

/** The check after a turn, the same for all contenders. */
final class EndedCheckouts {
  private EndedCheckouts() {}

  /**
   * How many have ended.
   *
   * @param counts one row: the ended checkouts, the sent commands, and the waiting timers
   * @throws IllegalStateException unless each has sent its command, and no timer waits
   */
  static int of(ResultSet counts) throws SQLException {
    counts.next();
    int ended = counts.getInt(1);
    int sent = counts.getInt(2);
    int timers = counts.getInt(3);
    if (sent != ended || timers != 0) {
      throw new IllegalStateException(
          "%s checkouts have ended, but %s commands were sent, and %s timers wait"
              .formatted(ended, sent, timers));
    }
    return ended;
  }
}
