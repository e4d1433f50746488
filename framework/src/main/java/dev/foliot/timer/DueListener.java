package dev.foliot.timer;

import java.time.Instant;

/** Learns of timers that were set on this node, right after the commit. */
interface DueListener {
  /** A timer is due at this instant. */
  void set(String owner, Instant dueAt);
}
