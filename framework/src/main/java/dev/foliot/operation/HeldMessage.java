package dev.foliot.operation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that failed and is held: it waits for its next attempt, or is parked until a person
 * decides. Later messages of its key wait behind it.
 *
 * @param subscription the subscription whose handler failed
 * @param messageId its id; together with the subscription it identifies the held message
 * @param key the sequencing key that waits
 * @param position its position in the log
 * @param type its type name, as stored
 * @param category the category of its stream
 * @param streamId the id of its stream, such as the id of the aggregate
 * @param parked whether it waits for a person; otherwise it waits for its next attempt
 * @param attempts how often it was tried
 * @param nextAttemptAt when it is tried again; null if parked
 * @param firstFailedAt when it failed first
 * @param lastFailedAt when it failed last
 * @param errorClass the class of the last error
 * @param errorText the text of the last error, without personal data of the message
 */
public record HeldMessage(
    String subscription,
    UUID messageId,
    String key,
    long position,
    String type,
    String category,
    String streamId,
    boolean parked,
    int attempts,
    @Nullable Instant nextAttemptAt,
    Instant firstFailedAt,
    Instant lastFailedAt,
    String errorClass,
    String errorText) {}
