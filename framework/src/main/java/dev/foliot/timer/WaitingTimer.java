package dev.foliot.timer;

import java.time.Instant;
import java.util.UUID;
import org.apiguardian.api.API;

/**
 * A timer that has not fired.
 *
 * @param key its identity
 * @param dueAt when it is due
 * @param messageId the id of its message
 * @param messageType the declared type of its message
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record WaitingTimer(TimerKey key, Instant dueAt, UUID messageId, String messageType) {}
