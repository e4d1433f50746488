package dev.foliot.workflow.expression;

import dev.foliot.failure.ErrorText;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.core.ResolvableType;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.Elvis;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.OpAnd;
import org.springframework.expression.spel.ast.OpDivide;
import org.springframework.expression.spel.ast.OpEQ;
import org.springframework.expression.spel.ast.OpGE;
import org.springframework.expression.spel.ast.OpGT;
import org.springframework.expression.spel.ast.OpLE;
import org.springframework.expression.spel.ast.OpLT;
import org.springframework.expression.spel.ast.OpMinus;
import org.springframework.expression.spel.ast.OpModulus;
import org.springframework.expression.spel.ast.OpMultiply;
import org.springframework.expression.spel.ast.OpNE;
import org.springframework.expression.spel.ast.OpOr;
import org.springframework.expression.spel.ast.OpPlus;
import org.springframework.expression.spel.ast.OperatorBetween;
import org.springframework.expression.spel.ast.OperatorMatches;
import org.springframework.expression.spel.ast.OperatorNot;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Ternary;
import org.springframework.util.ClassUtils;

/**
 * Compares a parsed expression with the types of its variables. A type that is not known, such as
 * the value of a map, is not checked further.
 */
final class CheckExpression {
  private static final ResolvableType UNKNOWN = ResolvableType.NONE;
  private static final ResolvableType BOOLEAN = ResolvableType.forClass(Boolean.class);
  private static final ResolvableType NUMBER = ResolvableType.forClass(Number.class);
  private static final ResolvableType TEXT = ResolvableType.forClass(String.class);
  private static final List<Class<?>> LOGIC = List.of(OpAnd.class, OpOr.class, OperatorNot.class);
  private static final List<Class<?>> EQUALITY = List.of(OpEQ.class, OpNE.class);
  private static final List<Class<?>> ORDER =
      List.of(OpLT.class, OpLE.class, OpGT.class, OpGE.class, OperatorBetween.class);
  private static final List<Class<?>> ARITHMETIC =
      List.of(OpMinus.class, OpMultiply.class, OpDivide.class, OpModulus.class);

  private final Map<String, ResolvableType> variables;
  private final List<String> problems = new ArrayList<>();

  CheckExpression(Map<String, ResolvableType> variables) {
    this.variables = new TreeMap<>(variables);
  }

  List<String> problems() {
    return problems;
  }

  /** The type of a node; its problems are collected. */
  ResolvableType typeOf(SpelNode node) {
    if (node instanceof Literal literal) {
      Object value = literal.getLiteralValue().getValue();
      return value == null ? UNKNOWN : ResolvableType.forClass(value.getClass());
    }
    if (node instanceof PropertyOrFieldReference variable) {
      return variable(variable);
    }
    if (node instanceof CompoundExpression path) {
      return path(path);
    }
    if (node instanceof Ternary) {
      return choice(node);
    }
    if (node instanceof Elvis || node instanceof InlineList) {
      children(node);
      return UNKNOWN;
    }
    return operator(node);
  }

  private List<ResolvableType> children(SpelNode node) {
    List<ResolvableType> types = new ArrayList<>();
    for (int i = 0; i < node.getChildCount(); i++) {
      types.add(typeOf(node.getChild(i)));
    }
    return types;
  }

  // ---- paths

  private ResolvableType variable(PropertyOrFieldReference node) {
    ResolvableType type = variables.get(node.getName());
    if (type == null) {
      problem(
          node,
          "There is no variable %s. The variables are: %s."
              .formatted(node.getName(), String.join(", ", variables.keySet())));
      return UNKNOWN;
    }
    return type;
  }

  private ResolvableType path(CompoundExpression path) {
    ResolvableType type = typeOf(path.getChild(0));
    for (int i = 1; i < path.getChildCount(); i++) {
      SpelNode next = path.getChild(i);
      if (next instanceof PropertyOrFieldReference property) {
        type = property(type, property);
      } else if (next instanceof Indexer) {
        type = element(type, next);
      } else {
        return refused(next);
      }
    }
    return type;
  }

  private ResolvableType property(ResolvableType owner, PropertyOrFieldReference node) {
    Class<?> type = owner.resolve();
    if (type == null || type == Object.class || Map.class.isAssignableFrom(type)) {
      return UNKNOWN;
    }
    Method found = Properties.find(type, node.getName());
    if (found == null) {
      problem(
          node,
          "%s has no property %s. It has: %s."
              .formatted(
                  type.getSimpleName(), node.getName(), String.join(", ", Properties.names(type))));
      return UNKNOWN;
    }
    ResolvableType read =
        ResolvableType.forType(found.getGenericReturnType(), owner.as(found.getDeclaringClass()));
    return isEnum(read) ? TEXT : read;
  }

  /** {@link ReadProperty} gives the name of a constant. */
  private static boolean isEnum(ResolvableType type) {
    Class<?> raw = type.resolve();
    return raw != null && raw.isEnum();
  }

  private ResolvableType element(ResolvableType owner, SpelNode node) {
    Class<?> type = owner.resolve(Object.class);
    boolean isMap = Map.class.isAssignableFrom(type);
    if (!(isMap && node.getChild(0) instanceof PropertyOrFieldReference)) {
      typeOf(node.getChild(0));
    }
    if (isMap) {
      return owner.asMap().getGeneric(1);
    }
    if (type.isArray()) {
      return owner.getComponentType();
    }
    if (Collection.class.isAssignableFrom(type)) {
      return owner.asCollection().getGeneric(0);
    }
    if (type != Object.class && type != String.class) {
      problem(node, "%s has no elements.".formatted(nameOf(owner)));
    }
    return UNKNOWN;
  }

  // ---- operators

  private ResolvableType operator(SpelNode node) {
    Class<?> kind = node.getClass();
    if (LOGIC.contains(kind)) {
      children(node).forEach(type -> expect(node, type, Boolean.class));
      return BOOLEAN;
    }
    if (EQUALITY.contains(kind) || ORDER.contains(kind)) {
      return comparison(node, children(node));
    }
    if (kind == OperatorMatches.class) {
      return matches(node);
    }
    if (kind == OpPlus.class) {
      return children(node).stream().anyMatch(CheckExpression::isText) ? TEXT : UNKNOWN;
    }
    if (ARITHMETIC.contains(kind)) {
      children(node).forEach(type -> expect(node, type, Number.class));
      return NUMBER;
    }
    return refused(node);
  }

  private ResolvableType choice(SpelNode node) {
    List<ResolvableType> types = children(node);
    expect(node, types.get(0), Boolean.class);
    return nameOf(types.get(1)).equals(nameOf(types.get(2))) ? types.get(1) : UNKNOWN;
  }

  private ResolvableType comparison(SpelNode node, List<ResolvableType> types) {
    boolean isBetween = node instanceof OperatorBetween;
    if (isBetween && !isRange(node.getChild(1))) {
      problem(node, "A value is between two values in braces, such as {1, 5}.");
    }
    if (ORDER.contains(node.getClass())) {
      types.forEach(type -> expectOrder(node, type));
    }
    if (!isBetween && !areComparable(types.get(0), types.get(1))) {
      problem(
          node,
          "%s and %s cannot be compared.".formatted(nameOf(types.get(0)), nameOf(types.get(1))));
    }
    return BOOLEAN;
  }

  private static boolean isRange(SpelNode node) {
    return !(node instanceof InlineList) ? !(node instanceof Literal) : node.getChildCount() == 2;
  }

  /** Requires an order of values. A subclass may have one, so only a final class is refused. */
  private void expectOrder(SpelNode node, ResolvableType type) {
    Class<?> known = boxed(type);
    if (Modifier.isFinal(known.getModifiers()) && !Comparable.class.isAssignableFrom(known)) {
      problem(node, "%s has no order: it is not Comparable.".formatted(nameOf(type)));
    }
  }

  private ResolvableType matches(SpelNode node) {
    children(node);
    if (node.getChild(1) instanceof Literal literal
        && literal.getLiteralValue().getValue() instanceof String pattern) {
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        problem(node, "The pattern is wrong: %s.".formatted(ErrorText.message(e)));
      }
    }
    return BOOLEAN;
  }

  private static boolean areComparable(ResolvableType left, ResolvableType right) {
    Class<?> one = boxed(left);
    Class<?> other = boxed(right);
    return one.isAssignableFrom(other)
        || other.isAssignableFrom(one)
        || (Number.class.isAssignableFrom(one) && Number.class.isAssignableFrom(other))
        || (CharSequence.class.isAssignableFrom(one) && CharSequence.class.isAssignableFrom(other));
  }

  private static boolean isText(ResolvableType type) {
    return CharSequence.class.isAssignableFrom(boxed(type));
  }

  private void expect(SpelNode node, ResolvableType type, Class<?> expected) {
    if (!mayBe(type, expected)) {
      problem(
          node,
          "%s is no %s."
              .formatted(nameOf(type), expected.getSimpleName().toLowerCase(Locale.ROOT)));
    }
  }

  /** Whether a value of this type may be of another type; true if the type is not known. */
  static boolean mayBe(ResolvableType type, Class<?> expected) {
    Class<?> known = boxed(type);
    return expected.isAssignableFrom(known) || known.isAssignableFrom(expected);
  }

  private static Class<?> boxed(ResolvableType type) {
    return ClassUtils.resolvePrimitiveIfNecessary(type.resolve(Object.class));
  }

  static String nameOf(ResolvableType type) {
    return boxed(type).getSimpleName();
  }

  private ResolvableType refused(SpelNode node) {
    problem(
        node,
        "%s is not allowed. An expression has properties, operators and literals."
            .formatted(node.toStringAST()));
    return UNKNOWN;
  }

  private void problem(SpelNode node, String text) {
    problems.add("Character %s: %s".formatted(node.getStartPosition() + 1, text));
  }
}
