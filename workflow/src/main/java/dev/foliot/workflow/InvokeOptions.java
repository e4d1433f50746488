package dev.foliot.workflow;

import dev.foliot.message.Given;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link WorkflowContext#invoke}. Immutable.
 *
 * @param timeout after this time, the child run is cancelled and the operation fails; null for no
 *     limit
 * @param runId the id of the child run; null for an id that consists of the ids of this run and of
 *     the operation
 * @param tenant a tenant that is recorded with the operation, or null
 * @param inputCodec writes the input; null for JSON
 * @param resultCodec reads the result; null for JSON
 */
public record InvokeOptions(
    @Nullable Duration timeout,
    @Nullable String runId,
    @Nullable String tenant,
    @Nullable PayloadCodec inputCodec,
    @Nullable PayloadCodec resultCodec) {
  private static final InvokeOptions DEFAULTS = new InvokeOptions(null, null, null, null, null);

  /**
   * Checks the time-out and the id.
   *
   * @throws IllegalArgumentException if the time-out is not positive, or if the id is blank, longer
   *     than 200 characters or cannot be stored as it is
   */
  public InvokeOptions {
    PositiveTime.check(timeout, "time-out of a child run");
    RunOptions.checkId(runId);
  }

  /** Options without a time-out. */
  public static InvokeOptions defaults() {
    return DEFAULTS;
  }

  /** Options with a time within which the child run must end, positive. */
  public static InvokeOptions timeout(Duration timeout) {
    return DEFAULTS.withTimeout(timeout);
  }

  /** Sets the time within which the child run must end, positive. */
  public InvokeOptions withTimeout(Duration wanted) {
    return new InvokeOptions(
        Given.value(wanted, "InvokeOptions.timeout", "a duration"),
        runId,
        tenant,
        inputCodec,
        resultCodec);
  }

  /** Sets the id of the child run. */
  public InvokeOptions withRunId(String wanted) {
    return new InvokeOptions(
        timeout,
        Given.text(wanted, "InvokeOptions.withRunId", "an id"),
        tenant,
        inputCodec,
        resultCodec);
  }

  /** Records a tenant with the operation. */
  public InvokeOptions withTenant(String wanted) {
    return new InvokeOptions(
        timeout,
        runId,
        Given.text(wanted, "InvokeOptions.withTenant", "a tenant"),
        inputCodec,
        resultCodec);
  }

  /** Writes the input by another codec. */
  public InvokeOptions withInputCodec(PayloadCodec wanted) {
    return new InvokeOptions(
        timeout,
        runId,
        tenant,
        Given.value(wanted, "InvokeOptions.withInputCodec", "a codec"),
        resultCodec);
  }

  /** Reads the result by another codec. */
  public InvokeOptions withResultCodec(PayloadCodec wanted) {
    return new InvokeOptions(
        timeout,
        runId,
        tenant,
        inputCodec,
        Given.value(wanted, "InvokeOptions.withResultCodec", "a codec"));
  }
}
