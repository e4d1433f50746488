package dev.foliot.outbox;

import dev.foliot.handler.RetryPolicy;
import java.time.Duration;

/**
 * How the outbox is relayed.
 *
 * @param batchSize the most rows in one step
 * @param retention how long published rows are kept
 * @param retry what happens when publishing fails
 */
public record OutboxSettings(int batchSize, Duration retention, RetryPolicy retry) {}
