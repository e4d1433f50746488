package dev.foliot.workflow.replay;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The branches that may get the turn, in this order: new branches, branches that return from the
 * body of a step, waiting branches. Guarded by the lock of the branches.
 */
final class TurnOrder {
  private final NewBranches unbegun;
  private final Queue<CooperativeBranch> ready = new ArrayDeque<>();
  private final List<CooperativeBranch> waiting = new ArrayList<>();
  private final List<CooperativeBranch> gaveWay = new ArrayList<>();

  /**
   * @param threads the maximum number of branches with a thread at each level
   */
  TurnOrder(int threads) {
    this.unbegun = new NewBranches(threads);
  }

  void addNew(CooperativeBranch branch) {
    unbegun.add(branch);
  }

  void addReady(CooperativeBranch branch) {
    ready.add(branch);
  }

  /** Keeps the order of the starts; most branches come in this order. */
  void addWaiting(CooperativeBranch branch) {
    int place = waiting.size();
    while (place > 0 && waiting.get(place - 1).number() > branch.number()) {
      place--;
    }
    waiting.add(place, branch);
  }

  boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  boolean isEmpty() {
    return ready.isEmpty() && waiting.isEmpty() && unbegun.isEmpty();
  }

  /** Takes the next branch; null if none can continue. */
  @Nullable CooperativeBranch poll() {
    CooperativeBranch next = unbegun.poll();
    if (next == null) {
      next = ready.poll();
    }
    if (next == null) {
      next = pollWaiting();
    }
    return next == null ? pollInTheWay(branch -> !branch.awaitsOthers()) : next;
  }

  private @Nullable CooperativeBranch pollWaiting() {
    for (CooperativeBranch branch : waiting) {
      if (branch.canGoOn()) {
        waiting.remove(branch);
        return branch;
      }
    }
    return null;
  }

  /** Takes a waiting branch that has to unwind, so that another one can begin. */
  private @Nullable CooperativeBranch pollInTheWay(Predicate<CooperativeBranch> which) {
    for (CooperativeBranch branch : waiting) {
      if (which.test(branch) && unbegun.hasAt(branch.level())) {
        branch.giveWay();
        gaveWay.add(branch);
        waiting.remove(branch);
        return branch;
      }
    }
    return null;
  }

  /** Takes a branch that waits for other branches, if none of these can continue. */
  @Nullable CooperativeBranch pollInTheWay() {
    return pollInTheWay(branch -> true);
  }

  /** The time when the first waiting branch continues by itself; null if none does. */
  @Nullable Instant nextDue() {
    return waiting.stream()
        .map(CooperativeBranch::dueAt)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The branches that have not begun never begin. */
  void forgetNew() {
    unbegun.clear();
  }

  /** A branch has ended, or could not begin. */
  void left(CooperativeBranch branch) {
    unbegun.left(branch);
  }

  /** Whether a branch that released its thread could continue now. */
  boolean hasGivenWayTooEarly() {
    return gaveWay.stream().anyMatch(branch -> !branch.isStopped() && branch.hasOutcome());
  }
}
