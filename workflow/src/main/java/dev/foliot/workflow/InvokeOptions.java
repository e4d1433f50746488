package dev.foliot.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link WorkflowContext#invoke}. Immutable.
 *
 * @param timeout the child run is cancelled, and the operation fails, after this time; null for no
 *     limit
 * @param runId the id of the child run; null for one that is made from this run and the operation
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
   * Checks the timeout.
   *
   * @throws IllegalArgumentException if the timeout is not positive
   */
  public InvokeOptions {
    if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
      throw new IllegalArgumentException(
          "A child run takes a positive time; the timeout was " + timeout);
    }
  }

  /** No limit of time. */
  public static InvokeOptions defaults() {
    return DEFAULTS;
  }

  /** The child run must end within this time, positive. */
  public static InvokeOptions timeout(Duration timeout) {
    return DEFAULTS.withTimeout(timeout);
  }

  /** Sets the time within which the child run must end, positive. */
  public InvokeOptions withTimeout(Duration wanted) {
    return new InvokeOptions(wanted, runId, tenant, inputCodec, resultCodec);
  }

  /** Sets the id of the child run. */
  public InvokeOptions withRunId(String wanted) {
    return new InvokeOptions(timeout, wanted, tenant, inputCodec, resultCodec);
  }

  /** Records a tenant with the operation. */
  public InvokeOptions withTenant(String wanted) {
    return new InvokeOptions(timeout, runId, wanted, inputCodec, resultCodec);
  }

  /** Writes the input by another codec. */
  public InvokeOptions withInputCodec(PayloadCodec wanted) {
    return new InvokeOptions(timeout, runId, tenant, wanted, resultCodec);
  }

  /** Reads the result by another codec. */
  public InvokeOptions withResultCodec(PayloadCodec wanted) {
    return new InvokeOptions(timeout, runId, tenant, inputCodec, wanted);
  }
}
