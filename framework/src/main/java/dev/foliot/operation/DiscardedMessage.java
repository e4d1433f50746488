package dev.foliot.operation;

import java.time.Instant;
import java.util.UUID;

/**
 * A message that an operator discarded for a subscription, so that its handler never handles it.
 * The message itself stays in the log.
 *
 * @param number ascends with each discarded message
 * @param subscription the subscription whose handler failed
 * @param messageId its id
 * @param position its position in the log
 * @param type its type name, as stored
 * @param category the category of its stream
 * @param streamId the id of its stream
 * @param attempts how often it was tried
 * @param errorClass the class of the last error
 * @param reason the reason that the operator gave
 * @param discardedBy the person that discarded it
 * @param discardedAt the time of the discard
 */
public record DiscardedMessage(
    long number,
    String subscription,
    UUID messageId,
    long position,
    String type,
    String category,
    String streamId,
    int attempts,
    String errorClass,
    String reason,
    String discardedBy,
    Instant discardedAt) {}
