package dev.foliot.engine;

import java.util.List;

/**
 * Distributes the looks (polls) of an idle engine. An idle look is one query (R30), so the log and
 * each work that reads the database when it is woken take turns.
 */
final class LookInTurns {
  private int turn;

  /** Whether it is the turn of the log; if it is not, the work whose turn it is has been woken. */
  boolean isTurnOfLog(List<SteppedPart> works) {
    for (int tried = 0; tried < works.size(); tried++) {
      turn = (turn + 1) % (works.size() + 1);
      if (turn == works.size()) {
        return true;
      }
      SteppedPart next = works.get(turn);
      if (next.hasWork()) {
        continue; // this work has its turn anyway, without a look
      }
      next.wakeUp();
      if (next.hasWork()) {
        return false;
      }
    }
    turn = works.size();
    return true;
  }
}
