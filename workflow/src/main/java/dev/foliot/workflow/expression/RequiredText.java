package dev.foliot.workflow.expression;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.OpAnd;
import org.springframework.expression.spel.ast.OpEQ;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.StringLiteral;

/**
 * A text that a property must equal for the condition to hold.
 *
 * @param property reads the property
 */
record RequiredText(Expression property, String text) {

  /** The first required text of a condition; null if it requires none. */
  static @Nullable RequiredText in(SpelNode condition) {
    if (condition instanceof OpAnd) {
      RequiredText left = in(condition.getChild(0));
      return left == null ? in(condition.getChild(1)) : left;
    }
    if (!(condition instanceof OpEQ)) {
      return null;
    }
    SpelNode left = condition.getChild(0);
    SpelNode right = condition.getChild(1);
    return left instanceof StringLiteral text ? of(right, text) : of(left, right);
  }

  private static @Nullable RequiredText of(SpelNode property, SpelNode value) {
    return isProperty(property)
            && value instanceof StringLiteral literal
            && literal.getLiteralValue().getValue() instanceof String text
        ? new RequiredText(Expression.of(property), text)
        : null;
  }

  private static boolean isProperty(SpelNode node) {
    return node instanceof CompoundExpression
        && IntStream.range(0, node.getChildCount())
            .allMatch(i -> node.getChild(i) instanceof PropertyOrFieldReference);
  }
}
