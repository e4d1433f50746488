package dev.foliot.command;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The current state of a submitted command.
 *
 * @param id the id of the command
 * @param type the declared name of its type
 * @param status its status
 * @param submittedAt when it was submitted; for a cancelled scheduled command, when it was
 *     cancelled
 * @param dueAt when it is due, while it waits for its time; null otherwise
 * @param endedAt when it ended; null if it has not ended, or is parked
 * @param attempts how often it has failed, while it waits for its next attempt or is parked; 0
 *     otherwise
 * @param error the last error; null if it has not failed, or has succeeded since
 * @param deadline when it expires; null for never, and for a scheduled command that was cancelled
 * @param correlationId its correlation id; null for a scheduled command that was cancelled
 */
public record SubmittedCommand(
    UUID id,
    String type,
    CommandStatus status,
    Instant submittedAt,
    @Nullable Instant dueAt,
    @Nullable Instant endedAt,
    int attempts,
    @Nullable String error,
    @Nullable Instant deadline,
    @Nullable String correlationId) {}
