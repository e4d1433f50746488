package dev.foliot.workflow.step;

import dev.foliot.workflow.RunError;
import java.time.Duration;

/**
 * A step has failed for good. A method with {@link CatchError} takes it.
 *
 * @param step the name of the step
 * @param error its last error
 * @param attempts how many attempts it had
 * @param elapsed the time from its first attempt to its end
 * @param input the event that it took
 */
public record StepFailed(
    String step, RunError error, int attempts, Duration elapsed, Object input) {}
