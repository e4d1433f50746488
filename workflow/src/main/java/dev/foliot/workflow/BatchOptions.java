package dev.foliot.workflow;

import dev.foliot.message.Given;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link WorkflowContext#parallel} and {@code map}: how many branches run at once, and
 * when the batch is complete. Immutable.
 *
 * @param maxConcurrency how many branches run at once, at least 1; null for no limit
 * @param minSuccessful the batch is complete when this number of branches has succeeded; null if
 *     all branches run
 * @param toleratedFailures the batch is complete when more branches than this have failed; null for
 *     no limit
 * @param toleratedFailurePercentage as {@code toleratedFailures}, in percent of all branches
 * @param nesting whether each branch is a context of its own in the journal
 * @param codec stores the result of each branch; null for JSON
 * @param resultCodec stores the list of all results; null to rebuild it from the branches
 */
public record BatchOptions(
    @Nullable Integer maxConcurrency,
    @Nullable Integer minSuccessful,
    @Nullable Integer toleratedFailures,
    @Nullable Double toleratedFailurePercentage,
    Nesting nesting,
    @Nullable PayloadCodec codec,
    @Nullable PayloadCodec resultCodec) {
  private static final BatchOptions DEFAULTS =
      new BatchOptions(null, null, null, null, Nesting.NESTED, null, null);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public BatchOptions {
    atLeast(1, maxConcurrency, "maxConcurrency");
    atLeast(1, minSuccessful, "minSuccessful");
    atLeast(0, toleratedFailures, "toleratedFailures");
    Double percentage = toleratedFailurePercentage;
    if (percentage != null && !(percentage >= 0 && percentage <= 100)) {
      throw new IllegalArgumentException(
          "toleratedFailurePercentage is 0 to 100; it was " + percentage);
    }
    Given.value(nesting, "BatchOptions", "a nesting");
  }

  private static void atLeast(int least, @Nullable Integer value, String what) {
    if (value != null && value < least) {
      throw new IllegalArgumentException(
          "%s is at least %s; it was %s".formatted(what, least, value));
    }
  }

  /** All branches run at once, even if some fail. */
  public static BatchOptions defaults() {
    return DEFAULTS;
  }

  /** As {@link #defaults()}, with at most this number of branches at once. */
  public static BatchOptions maxConcurrency(int branches) {
    return DEFAULTS.withMaxConcurrency(branches);
  }

  /** As {@link #defaults()}, until this number of branches has succeeded. */
  public static BatchOptions minSuccessful(int branches) {
    return DEFAULTS.withMinSuccessful(branches);
  }

  /** As {@link #defaults()}, until the first branch has failed. */
  public static BatchOptions failFast() {
    return DEFAULTS.withToleratedFailures(0);
  }

  /** Sets how many branches run at once. */
  public BatchOptions withMaxConcurrency(int branches) {
    return new BatchOptions(
        branches,
        minSuccessful,
        toleratedFailures,
        toleratedFailurePercentage,
        nesting,
        codec,
        resultCodec);
  }

  /** Sets the number of successes that completes the batch. */
  public BatchOptions withMinSuccessful(int branches) {
    return new BatchOptions(
        maxConcurrency,
        branches,
        toleratedFailures,
        toleratedFailurePercentage,
        nesting,
        codec,
        resultCodec);
  }

  /** Sets the number of failures that the batch tolerates. */
  public BatchOptions withToleratedFailures(int branches) {
    return new BatchOptions(
        maxConcurrency,
        minSuccessful,
        branches,
        toleratedFailurePercentage,
        nesting,
        codec,
        resultCodec);
  }

  /** Sets the failures that the batch tolerates, in percent of all branches, 0 to 100. */
  public BatchOptions withToleratedFailurePercentage(double percentage) {
    return new BatchOptions(
        maxConcurrency, minSuccessful, toleratedFailures, percentage, nesting, codec, resultCodec);
  }

  /** Sets whether each branch is a context of its own in the journal. */
  public BatchOptions withNesting(Nesting wanted) {
    return new BatchOptions(
        maxConcurrency,
        minSuccessful,
        toleratedFailures,
        toleratedFailurePercentage,
        wanted,
        codec,
        resultCodec);
  }

  /** Stores the result of each branch by another codec. */
  public BatchOptions withCodec(PayloadCodec wanted) {
    return new BatchOptions(
        maxConcurrency,
        minSuccessful,
        toleratedFailures,
        toleratedFailurePercentage,
        nesting,
        Given.value(wanted, "BatchOptions.withCodec", "a codec"),
        resultCodec);
  }

  /** Stores the list of all results by a codec. */
  public BatchOptions withResultCodec(PayloadCodec wanted) {
    return new BatchOptions(
        maxConcurrency,
        minSuccessful,
        toleratedFailures,
        toleratedFailurePercentage,
        nesting,
        codec,
        Given.value(wanted, "BatchOptions.withResultCodec", "a codec"));
  }

  /** Whether each branch is a context of its own in the journal. */
  public enum Nesting {
    /** Each branch is a context. */
    NESTED,
    /** The operations of all branches are in the context of the batch: fewer entries. */
    FLAT
  }
}
