package dev.foliot.timer;

import dev.foliot.eventstore.NewMessage;
import java.time.Instant;

/**
 * A timer to be set.
 *
 * @param message its message
 */
record NewTimer(TimerKey key, Instant dueAt, NewMessage message) {}
