package dev.foliot.workflow.expression;

import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of an expression.
 *
 * @param value its value; null also if it failed
 * @param error why it has no value, with the expression and the position; null if it has a value
 * @param isNullInPath whether it failed because a property or an element of null was read
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record Evaluation(@Nullable Object value, @Nullable String error, boolean isNullInPath) {
  /** Whether the expression holds; false if it failed. */
  public boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }
}
