package dev.foliot.workflow.step;

import dev.foliot.workflow.RunError;
import java.time.Duration;

/**
 * The failure of a step, for a method with {@link CatchError}.
 *
 * @param step the name of the step
 * @param error its last error
 * @param attempts the number of its attempts
 * @param elapsed the time from its first attempt to its end
 * @param input the event that the step handled
 */
public record StepFailed(
    String step, RunError error, int attempts, Duration elapsed, Object input) {}
