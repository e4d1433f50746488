package dev.foliot.engine;

import java.util.UUID;

/**
 * One message that one subscription is to handle.
 *
 * @param subscription its name
 * @param key the sequencing key of the message
 * @param messageId the id under which it is stored
 * @param message for a reader
 */
public record ExpectedDelivery(String subscription, String key, UUID messageId, String message) {}
