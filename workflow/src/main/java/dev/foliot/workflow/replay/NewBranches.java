package dev.foliot.workflow.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The branches that have not begun, in the order in which they were started. Each level of nesting
 * has room for a number of begun branches. So a branch that awaits its own branches takes no room
 * from them. Guarded by the lock of the branches.
 */
final class NewBranches {
  private final int max;
  private final List<Level> levels = new ArrayList<>();

  private static final class Level {
    private final Queue<CooperativeBranch> unbegun = new ArrayDeque<>();
    private int begun;

    /** A branch that was stopped never begins. */
    private void forgetStopped() {
      while (!unbegun.isEmpty() && unbegun.element().isStopped()) {
        unbegun.remove();
      }
    }
  }

  /**
   * @param max the maximum number of begun branches at a level
   */
  NewBranches(int max) {
    this.max = max;
  }

  void add(CooperativeBranch branch) {
    while (levels.size() <= branch.level()) {
      levels.add(new Level());
    }
    level(branch).unbegun.add(branch);
  }

  private Level level(CooperativeBranch branch) {
    return levels.get(branch.level());
  }

  boolean isEmpty() {
    return levels.stream().allMatch(level -> level.unbegun.isEmpty());
  }

  /** Takes the first branch that has room; null if there is none. */
  @Nullable CooperativeBranch poll() {
    Level first = null;
    for (Level level : levels) {
      level.forgetStopped();
      if (level.begun < max && isBefore(level, first)) {
        first = level;
      }
    }
    if (first == null) {
      return null;
    }
    first.begun++;
    return first.unbegun.remove();
  }

  private static boolean isBefore(Level level, @Nullable Level other) {
    CooperativeBranch head = level.unbegun.peek();
    return head != null
        && (other == null || head.number() < Objects.requireNonNull(other.unbegun.peek()).number());
  }

  /** Whether there is a branch at a level. */
  boolean hasAt(int level) {
    return level < levels.size() && !levels.get(level).unbegun.isEmpty();
  }

  /** A branch has ended, or could not begin. */
  void left(CooperativeBranch branch) {
    level(branch).begun--;
  }

  void clear() {
    levels.forEach(level -> level.unbegun.clear());
  }
}
