package dev.foliot.test;

import dev.foliot.message.Given;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one attempt of an operation in a {@link WorkflowTestRunner}: {@link #returns},
 * {@link #failsWith} or {@link #runsItself}.
 */
public final class ScriptedAttempt {
  private final @Nullable Object value;
  private final @Nullable Throwable failure;
  private final boolean real;

  private ScriptedAttempt(@Nullable Object value, @Nullable Throwable failure, boolean real) {
    this.value = value;
    this.failure = failure;
    this.real = real;
  }

  /** The attempt succeeds with this value. */
  public static ScriptedAttempt returns(@Nullable Object value) {
    return new ScriptedAttempt(value, null, false);
  }

  /** The attempt fails with this error. */
  public static ScriptedAttempt failsWith(Throwable failure) {
    return new ScriptedAttempt(null, Given.value(failure, "failsWith", "an error"), false);
  }

  /** The attempt runs its real code. */
  public static ScriptedAttempt runsItself() {
    return new ScriptedAttempt(null, null, true);
  }

  boolean isReal() {
    return real;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  @Nullable Object value() {
    return value;
  }
}
