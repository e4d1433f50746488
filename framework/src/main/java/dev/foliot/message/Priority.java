package dev.foliot.message;

import java.util.List;

/**
 * The urgency of a message. The messages that a handler raises or sends inherit the priority of the
 * message that it handles. Below the engine's lane threshold a message travels in the backfill
 * lane.
 */
public enum Priority {
  /** Bulk work that must never delay other work. */
  BACKFILL(-100),
  LOW(-50),
  NORMAL(0),
  HIGH(50),
  CRITICAL(100);

  private static final List<Priority> ASCENDING = List.of(values());

  private final int value;

  Priority(int value) {
    this.value = value;
  }

  /** The number that is stored and compared: -100 to 100. */
  public int value() {
    return value;
  }

  /** The priority with the greatest value not above {@code value}, or {@link #BACKFILL}. */
  public static Priority of(int value) {
    Priority found = BACKFILL;
    for (Priority priority : ASCENDING) {
      if (priority.value <= value) {
        found = priority;
      }
    }
    return found;
  }
}
