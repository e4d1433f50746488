package dev.foliot.workflow.step;

import java.time.Duration;
import java.util.List;

/**
 * The last event on the stream of a run that has timed out.
 *
 * @param timeout the time from the start of the run
 * @param activeSteps the names of the steps that had not ended, sorted
 */
public record WorkflowTimedOut(Duration timeout, List<String> activeSteps) {}
