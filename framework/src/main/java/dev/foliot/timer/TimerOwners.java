package dev.foliot.timer;

import org.apiguardian.api.API;

/**
 * The timers that one work moves. Schedules have a separate work, because a test that runs until
 * nothing is due must not wait for a schedule, which never ends.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public enum TimerOwners {
  /** All timers except the timers of schedules. */
  ALL_BUT_SCHEDULES("foliot:timers", "<>", "m.due_at"),
  /** The timers of schedules. */
  SCHEDULES("foliot:schedules", "=", "(m.due_at + interval '0' second)");

  /** The owner of the timers that hold the next command of each schedule. */
  public static final String SCHEDULE = "foliot:schedule";

  private final String work;
  private final String comparison;
  private final String dueAt;

  TimerOwners(String work, String comparison, String dueAt) {
    this.work = work;
    this.comparison = comparison;
    this.dueAt = dueAt;
  }

  /** The name of the work. */
  String work() {
    return work;
  }

  boolean include(String owner) {
    return owner.equals(SCHEDULE) == (this == SCHEDULES);
  }

  /** The same as a condition on rows {@code m}. */
  String condition() {
    return "m.owner %s '%s'".formatted(comparison, SCHEDULE);
  }

  /**
   * The due time as SQL. The few rows of schedules are found by their owner: the index of due times
   * would lead through all other timers, so the expression hides the column from it.
   */
  String dueAt() {
    return dueAt;
  }
}
