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
   * Verifies each assumption in the database before the commit.
   *
   * @param appendedTo streams that need no other proof, since the append proves them
   * @throws ConcurrentAggregateChangeException if one does not hold
   */
  void prove(Set<StreamName> appendedTo) {
    for (Assumption each : byStream.values()) {
      if (!appendedTo.contains(each.stream())) {
        each.verify();
      }
    }
  }

  /** Notes that all hold, because the events are appended. A later failure has another cause. */
  void proved() {
    proved = true;
  }

  /**
   * If a wrong assumption caused a failure, returns a conflict, which is tried again. A broken
   * transaction cannot verify the assumption; then call {@link #explainAfterRollback}. A
   * transaction that has appended does not verify, because it would find its own events.
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

  /**
   * Does the same as {@link #explain}, after the end of a transaction that could not verify its
   * assumptions.
   */
  Throwable explainAfterRollback(Throwable failure) {
    if (!unanswered) {
      return failure;
    }
    Throwable explained = explain(failure);
    refuteAll();
    return explained;
  }

  /**
   * Refutes all assumptions, because if one was wrong, others may be. The next attempt makes no
   * such assumption.
   */
  private void refuteAll() {
    byStream.values().forEach(Assumption::refuted);
  }
}
