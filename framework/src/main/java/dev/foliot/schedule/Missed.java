package dev.foliot.schedule;

/** The treatment of times that passed while no engine was running. */
public enum Missed {
  /**
   * Only the newest missed time fires, once: late, and with its due time. The others are counted in
   * {@link ScheduleStatus#missed()}.
   */
  SKIP,
  /** Each missed time fires, in order, each with its due time. */
  CATCH_UP
}
