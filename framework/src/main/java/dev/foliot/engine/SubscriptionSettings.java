package dev.foliot.engine;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.handler.StartPosition;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one subscription.
 *
 * @param batchSize the maximum number of messages in one transaction, at least 1
 * @param segments how many batches of different keys may run at once, at least 1
 * @param start the start of a new subscription; null for the start that its handler declares
 * @param retry the attempts after a failure
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record SubscriptionSettings(
    int batchSize, int segments, @Nullable StartPosition start, RetryPolicy retry) {}
