package dev.foliot.consistency;

import org.jspecify.annotations.Nullable;

/**
 * The result of an action, and the token of the events that this thread committed meanwhile.
 *
 * @param result the result of the action
 * @param token the token, for reads that must see the events
 */
public record Tracked<R extends @Nullable Object>(R result, ConsistencyToken token) {}
