package dev.foliot.workflow.expression;

import java.util.List;
import java.util.stream.IntStream;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.OpAnd;
import org.springframework.expression.spel.ast.OpEQ;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;

/**
 * Two properties that must be equal for the condition to hold.
 *
 * @param first the property that begins with the names {@code first}
 * @param second the property that begins with the names {@code second}
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public record RequiredEquality(Expression first, Expression second) {

  /**
   * The first required equality of a condition; null if it requires none.
   *
   * @param first the first names in the path of one property
   * @param second the first names in the path of the other property
   */
  static @Nullable RequiredEquality in(
      SpelNode condition, List<String> first, List<String> second) {
    if (condition instanceof OpAnd) {
      RequiredEquality left = in(condition.getChild(0), first, second);
      return left == null ? in(condition.getChild(1), first, second) : left;
    }
    if (!(condition instanceof OpEQ)) {
      return null;
    }
    SpelNode left = condition.getChild(0);
    SpelNode right = condition.getChild(1);
    if (isProperty(left, first) && isProperty(right, second)) {
      return new RequiredEquality(Expression.of(left), Expression.of(right));
    }
    return isProperty(right, first) && isProperty(left, second)
        ? new RequiredEquality(Expression.of(right), Expression.of(left))
        : null;
  }

  private static boolean isProperty(SpelNode node, List<String> start) {
    return node instanceof CompoundExpression
        && node.getChildCount() >= start.size()
        && IntStream.range(0, node.getChildCount())
            .allMatch(
                i ->
                    node.getChild(i) instanceof PropertyOrFieldReference property
                        && (i >= start.size() || property.getName().equals(start.get(i))));
  }
}
