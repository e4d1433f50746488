package dev.foliot.workflow;

/** The consequence of a crash in the body of a step. */
public enum StepSemantics {
  /** The attempt runs again. */
  AT_LEAST_ONCE,
  /** The attempt fails with {@link StepInterruptedException}. */
  AT_MOST_ONCE
}
