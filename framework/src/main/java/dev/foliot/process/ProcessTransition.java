package dev.foliot.process;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method of a process manager, with its effects.
 *
 * @param number counts the transitions of the instance, from 1
 * @param messageId the message that was handled: an event, or the message of a timer
 * @param messageType the declared type of the message
 * @param at when it was handled
 * @param status the status of the instance afterwards
 * @param changes the changed fields with their new values, as JSON without personal data; null if
 *     no field has changed
 * @param sent the ids of the commands that were sent, in their order, with their declared types
 * @param timersSet the due times of the timers that were set, by their names
 * @param timersCancelled the names of the timers that were cancelled
 */
public record ProcessTransition(
    int number,
    UUID messageId,
    String messageType,
    Instant at,
    ProcessStatus status,
    @Nullable String changes,
    Map<UUID, String> sent,
    Map<String, Instant> timersSet,
    List<String> timersCancelled) {}
