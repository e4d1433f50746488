package dev.foliot.timer;

import java.time.Instant;

/** Is notified of timers that were set on this node, right after the commit. */
interface DueListener {
  /** Called for a timer that is due at this instant. */
  void set(String owner, Instant dueAt);
}
