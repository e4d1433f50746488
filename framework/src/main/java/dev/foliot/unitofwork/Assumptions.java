package dev.foliot.unitofwork;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.failure.Causes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The unchecked versions that one unit of work relies on. */
final class Assumptions {
  private final Map<StreamName, Assumption> byStream = new LinkedHashMap<>();
  private boolean unanswered;
  private boolean proved;

  void add(Assumption assumption) {
    byStream.put(assumption.stream(), assumption);
  }

  /**
   * Before the commit: asks the database about each.
   *
   * @param appendedTo streams that need no proof of their own, since the append is one
   * @throws ConcurrentAggregateChangeException if one does not hold
   */
  void prove(Set<StreamName> appendedTo) {
    for (Assumption each : byStream.values()) {
      if (!appendedTo.contains(each.stream())) {
        each.verify();
      }
    }
  }

  /** All hold, because the events are appended. A later failure has another cause. */
  void proved() {
    proved = true;
  }

  /**
   * A failure that came from a wrong assumption is a conflict, to be tried again. A transaction
   * that is broken cannot be asked; then {@link #explainAfterRollback} can. A transaction that has
   * appended is not asked: it would find its own events.
   */
  Throwable explain(Throwable failure) {
    if (failure instanceof ConcurrentAggregateChangeException) {
      refuteAll();
      return failure;
    }
    if (proved) {
      return failure;
    }
    try {
      prove(Set.of());
      return failure;
    } catch (ConcurrentAggregateChangeException conflict) {
      refuteAll();
      Causes.suppress(conflict, failure);
      return conflict;
    } catch (Throwable cannotBeAsked) {
      unanswered = true;
      return failure;
    }
  }

  /** As {@link #explain}, once the transaction has ended, and only if it could not be asked. */
  Throwable explainAfterRollback(Throwable failure) {
    if (!unanswered) {
      return failure;
    }
    Throwable explained = explain(failure);
    refuteAll();
    return explained;
  }

  /** The next attempt makes none of them: where one was wrong, others may be. */
  private void refuteAll() {
    byStream.values().forEach(Assumption::refuted);
  }
}
