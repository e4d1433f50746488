package dev.foliot.workflow.admission;

import dev.foliot.message.Sha256;
import dev.foliot.workflow.expression.Expression;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** The key of a policy: a value of the input. Without an expression all starts have the same. */
final class KeyExpression {
  private static final String INPUT = "input";
  private static final int MAX_LENGTH = 200;

  private final @Nullable Expression expression;

  /**
   * @throws dev.foliot.workflow.expression.InvalidExpressionException if the input has no such
   *     property
   */
  KeyExpression(String text, Type input) {
    this.expression =
        text.isBlank()
            ? null
            : Expression.value(text, Map.of(INPUT, ResolvableType.forType(input)));
  }

  /** The value of the key; null if the policy does not hold for this input. */
  @Nullable String of(@Nullable Object input) {
    if (expression == null) {
      return "";
    }
    Object value = expression.evaluate(Collections.singletonMap(INPUT, input)).value();
    return value == null || Boolean.FALSE.equals(value) ? null : stored(value.toString());
  }

  private static String stored(String value) {
    return value.length() <= MAX_LENGTH ? value : Sha256.of(value);
  }
}
