package dev.foliot.process;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a process, as stored.
 *
 * @param process the name of the process manager
 * @param id the correlation
 * @param status its status
 * @param state the fields of its object as JSON, without personal data; null if it has not started
 * @param startedAt when it started; null if it has not
 * @param updatedAt when it was changed last
 * @param endedAt when it ended; null if it has not
 * @param stuck whether it is stuck: it waits for nothing, and was not changed for the time that its
 *     process manager declares
 * @param timers its waiting timers, in the order in which they are due
 * @param sent the commands that it has sent, in their order
 * @param earlyEvents the declared types of the events that wait for its start, in their order
 * @param transitions the messages that it has handled, with their effects
 */
public record ProcessInstance(
    String process,
    String id,
    ProcessStatus status,
    @Nullable String state,
    @Nullable Instant startedAt,
    Instant updatedAt,
    @Nullable Instant endedAt,
    boolean stuck,
    List<ProcessTimer> timers,
    List<SentCommand> sent,
    List<String> earlyEvents,
    List<ProcessTransition> transitions) {}
