package dev.foliot.engine;

import java.util.UUID;
import org.apiguardian.api.API;

/**
 * One message that one subscription is to handle.
 *
 * @param subscription its name
 * @param key the sequencing key of the message
 * @param messageId the id under which it is stored
 * @param message the message as a text for people
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record ExpectedDelivery(String subscription, String key, UUID messageId, String message) {}
