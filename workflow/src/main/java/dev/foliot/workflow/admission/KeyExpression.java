package dev.foliot.workflow.admission;

import dev.foliot.eventstore.StorableKey;
import dev.foliot.handler.SequencingKey;
import dev.foliot.message.Sha256;
import dev.foliot.workflow.expression.Evaluation;
import dev.foliot.workflow.expression.Expression;
import dev.foliot.workflow.expression.InvalidExpressionException;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * The key of a policy: a value of the input. Without an expression, all starts have the same key.
 */
final class KeyExpression {
  private static final String INPUT = "input";
  private static final int MAX_LENGTH = 200;

  private final @Nullable Expression expression;

  /**
   * @throws InvalidExpressionException if the input has no such property, or if its value has no
   *     text
   */
  KeyExpression(String text, Type input) {
    this.expression =
        text.isBlank()
            ? null
            : Expression.value(text, Map.of(INPUT, ResolvableType.forType(input)));
    if (expression != null
        && SequencingKey.isWithoutText(expression.type().resolve(Object.class))) {
      throw new InvalidExpressionException(
          text,
          List.of(
              "It is a value of type %s, which has no toString() of its own. Name a property of this value."
                  .formatted(expression.type().resolve(Object.class).getSimpleName())));
    }
  }

  /**
   * The value of the key; null if the policy does not hold for this input.
   *
   * @param errors receives the reason why the key cannot be read; null in the middle of a path is
   *     not an error
   */
  @Nullable String of(@Nullable Object input, Consumer<String> errors) {
    if (expression == null) {
      return "";
    }
    Evaluation evaluation = expression.evaluate(Collections.singletonMap(INPUT, input));
    String error = evaluation.error();
    if (error != null && !evaluation.isNullInPath()) {
      errors.accept(error);
    }
    Object value = evaluation.value();
    String key = value == null || Boolean.FALSE.equals(value) ? null : text(value, errors);
    return key == null ? null : stored(key);
  }

  private @Nullable String text(Object value, Consumer<String> errors) {
    try {
      return Objects.requireNonNull(value.toString(), "it returned null");
    } catch (Throwable e) { // the value may be of any class
      errors.accept(
          "\"%s\" has no value: toString() of %s threw %s."
              .formatted(expression, value.getClass().getName(), e.getClass().getName()));
      return null;
    }
  }

  private static String stored(String value) {
    return value.length() <= MAX_LENGTH ? StorableKey.of(value, MAX_LENGTH) : Sha256.of(value);
  }
}
