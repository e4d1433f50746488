package dev.foliot.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether the threads of a running engine work, or can recover by themselves.
 *
 * @param thread the thread that reads the log
 * @param step its steps
 */
record LivenessCheck(Thread thread, StepWatch step, BeatUntilStopped beat, Duration lease) {

  /**
   * The reason why only a restart of the application helps; empty if the engine works or may
   * recover.
   */
  Optional<String> whyDead() {
    if (thread.getState() == Thread.State.TERMINATED || beat.isDead()) {
      return Optional.of(
          "A thread of the engine has ended: nothing is delivered any more. Start the application again.");
    }
    if (beat.isOverdue()) {
      return Optional.of(
          "The heartbeat has not reached the database for %s, %s times foliot.engine.lease: nothing is delivered. If the database can be reached, start the application again."
              .formatted(overdue(), Heartbeat.LEASES_UNTIL_OVERDUE));
    }
    if (step.hasLasted(overdue())) {
      return Optional.of(
          "The engine has waited for an answer of the database for %s: nothing new is delivered. If the database can be reached, start the application again."
              .formatted(overdue()));
    }
    return Optional.empty();
  }

  private Duration overdue() {
    return lease.multipliedBy(Heartbeat.LEASES_UNTIL_OVERDUE);
  }
}
