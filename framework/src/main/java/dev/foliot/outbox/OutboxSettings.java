package dev.foliot.outbox;

import dev.foliot.handler.RetryPolicy;
import java.time.Duration;

/**
 * The settings of the relay.
 *
 * @param batchSize the most rows in one step
 * @param retention how long published rows are kept
 * @param retry the attempts after publishing failed
 */
public record OutboxSettings(int batchSize, Duration retention, RetryPolicy retry) {}
