package dev.foliot.process;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method of a process manager, as stored.
 *
 * @param number counts the transitions of the instance, from 1
 * @param messageId the message
 * @param messageType the declared type of the message
 * @param at when it was handled
 * @param status the status afterwards
 * @param changes the changed fields with their new values, as stored; null if there are none
 * @param sent the commands that were sent
 * @param timersSet the due times of the timers that were set, by their names
 * @param timersCancelled the names of the timers that were cancelled
 */
record Transition(
    int number,
    UUID messageId,
    String messageType,
    Instant at,
    ProcessStatus status,
    @Nullable String changes,
    List<Sent> sent,
    Map<String, Instant> timersSet,
    List<String> timersCancelled) {
  /**
   * A command that was sent.
   *
   * @param id the id of its message
   * @param type its declared type
   */
  record Sent(UUID id, String type) {}
}
