package dev.foliot.outbox;

import dev.foliot.handler.RetryPolicy;
import java.time.Duration;
import org.apiguardian.api.API;

/**
 * The settings of the relay.
 *
 * @param batchSize the maximum number of rows in one step
 * @param retention how long published rows are kept
 * @param retry the attempts after publishing failed
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record OutboxSettings(int batchSize, Duration retention, RetryPolicy retry) {}
