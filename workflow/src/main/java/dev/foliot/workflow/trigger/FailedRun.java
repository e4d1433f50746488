package dev.foliot.workflow.trigger;

import dev.foliot.workflow.RunError;
import org.jspecify.annotations.Nullable;

/**
 * The input of the workflow that {@link OnFailure} names.
 *
 * @param <I> the input of the failed run
 * @param runId its id
 * @param workflow the name of its workflow
 * @param input its input, such as the event that has started it; null also if it cannot be read
 * @param error why it has failed
 */
public record FailedRun<I extends @Nullable Object>(
    String runId, String workflow, @Nullable I input, RunError error) {}
