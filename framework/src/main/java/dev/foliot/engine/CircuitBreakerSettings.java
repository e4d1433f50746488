package dev.foliot.engine;

import dev.foliot.handler.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * When a subscription whose every message fails pauses.
 *
 * @param enabled whether it does; null for yes on the engine's threads, and no in test mode
 * @param failures how many different keys must fail one after the other, at least 1
 * @param pauses how long it waits before it tries one message; the attempts do not matter
 */
public record CircuitBreakerSettings(@Nullable Boolean enabled, int failures, RetryPolicy pauses) {}
