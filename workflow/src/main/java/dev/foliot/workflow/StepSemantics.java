package dev.foliot.workflow;

/** What a crash in the body of a step means. */
public enum StepSemantics {
  /** The attempt runs again. */
  AT_LEAST_ONCE,
  /** The attempt has failed with {@link StepInterruptedException}. */
  AT_MOST_ONCE
}
