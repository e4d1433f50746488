package dev.foliot.workflow.autoconfigure;

import static dev.foliot.autoconfigure.PropertyRange.atLeast;
import static dev.foliot.autoconfigure.PropertyRange.notNegative;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How workflows run. A value that is not allowed is refused at the start.
 *
 * @param threads the maximum number of runs that advance at once on this node
 * @param claimSize the maximum number of runs that this node claims at once; it never holds more
 *     than two for each thread
 * @param maxBranches the maximum number of branches of a run that hold a thread at once, at each
 *     level of nesting
 * @param retention how long a run is kept with its journal after it has ended
 */
@ConfigurationProperties("foliot.workflow")
public record WorkflowProperties(
    @DefaultValue("10") int threads,
    @DefaultValue("50") int claimSize,
    @DefaultValue("100") int maxBranches,
    @DefaultValue("30d") Duration retention) {
  public WorkflowProperties {
    atLeast(1, threads, "foliot.workflow.threads");
    atLeast(1, claimSize, "foliot.workflow.claim-size");
    atLeast(1, maxBranches, "foliot.workflow.max-branches");
    notNegative(retention, "foliot.workflow.retention");
  }
}
