package dev.foliot.workflow.step;

import dev.foliot.workflow.RunError;
import java.time.Duration;

/**
 * The last event on the stream of a failed run: a step failed, and no recovery was left.
 *
 * @param step the name of the step
 * @param error its last error, which is the error of the run
 * @param attempts the number of its attempts
 * @param elapsed the time from its first attempt to its end
 */
public record WorkflowFailed(String step, RunError error, int attempts, Duration elapsed) {}
