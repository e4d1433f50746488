package dev.foliot.process;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code foliot_process}.
 *
 * @param process the name of the process manager
 * @param id the correlation
 * @param status its status
 * @param revision rises by one with each unit of work that changes it, from 1
 * @param state null until it has started
 * @param timers the messages of the waiting timers, by their names
 * @param compensations the registered commands, the oldest first
 * @param transitions how many there were
 * @param startedAt null until it has started
 * @param updatedAt when it was changed
 * @param endedAt null until it has ended
 */
record ProcessRow(
    String process,
    String id,
    ProcessStatus status,
    long revision,
    @Nullable WrittenState state,
    Map<String, UUID> timers,
    List<StoredCommand> compensations,
    int transitions,
    @Nullable Instant startedAt,
    Instant updatedAt,
    @Nullable Instant endedAt) {
  /** Returns this row with another form of its state. */
  ProcessRow with(WrittenState other) {
    return new ProcessRow(
        process,
        id,
        status,
        revision,
        other,
        timers,
        compensations,
        transitions,
        startedAt,
        updatedAt,
        endedAt);
  }
}
