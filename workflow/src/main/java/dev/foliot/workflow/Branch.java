package dev.foliot.workflow;

import dev.foliot.message.Given;
import org.jspecify.annotations.Nullable;

/**
 * A branch of {@link WorkflowContext#parallel}.
 *
 * @param name its name in the journal, or null
 * @param body its code
 * @param <T> the result, stored as JSON
 */
public record Branch<T extends @Nullable Object>(@Nullable String name, ContextBody<T> body) {
  /** Checks that there is code. */
  public Branch {
    Given.value(body, "Branch", "a body");
  }

  /** A branch with a name. */
  public static <T extends @Nullable Object> Branch<T> of(String name, ContextBody<T> body) {
    return new Branch<>(name, body);
  }

  /** A branch without a name. */
  public static <T extends @Nullable Object> Branch<T> of(ContextBody<T> body) {
    return new Branch<>(null, body);
  }
}
