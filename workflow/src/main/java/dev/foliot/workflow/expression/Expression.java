package dev.foliot.workflow.expression;

import dev.foliot.failure.ErrorText;
import dev.foliot.personaldata.PersonalDataTypes;
import dev.foliot.personaldata.RedactedText;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.ExpressionException;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.SpelMessage;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * An expression of an annotation: SpEL in a restricted form. It may contain properties of its
 * variables, comparisons, arithmetic and literals, but no types, constructors, methods, beans or
 * assignments. It is parsed once, and checked against the types of its variables. Immutable; any
 * thread may use it.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class Expression {
  private static final SpelExpressionParser PARSER =
      new SpelExpressionParser(new SpelParserConfiguration());
  private static final SimpleEvaluationContext CONTEXT = reading((type, property) -> true);
  private static final SimpleEvaluationContext WITHOUT_PERSONAL_DATA =
      reading((type, property) -> !PersonalDataTypes.isPersonal(type, property));

  private static final Set<SpelMessage> NULL_IN_PATH =
      EnumSet.of(
          SpelMessage.PROPERTY_OR_FIELD_NOT_READABLE_ON_NULL,
          SpelMessage.CANNOT_INDEX_INTO_NULL_VALUE);

  private final String text;
  private final SpelExpression parsed;
  private final ResolvableType type;

  private Expression(String text, SpelExpression parsed, ResolvableType type) {
    this.text = text;
    this.parsed = parsed;
    this.type = type;
  }

  /**
   * Compiles an expression that has any value.
   *
   * @param variables the names of the variables and their types
   * @throws InvalidExpressionException if it cannot be parsed, if it uses something that is not
   *     allowed, or if a type has no such property
   */
  public static Expression value(String text, Map<String, ResolvableType> variables) {
    SpelExpression parsed = parse(text);
    CheckExpression check = new CheckExpression(variables);
    ResolvableType type = check.typeOf(parsed.getAST());
    if (!check.problems().isEmpty()) {
      throw new InvalidExpressionException(text, check.problems());
    }
    return new Expression(text, parsed, type);
  }

  /**
   * As {@link #value}, for an expression that is true or false.
   *
   * @throws InvalidExpressionException also if it has a value of another type
   */
  public static Expression condition(String text, Map<String, ResolvableType> variables) {
    Expression compiled = value(text, variables);
    if (!CheckExpression.mayBe(compiled.type, Boolean.class)) {
      throw new InvalidExpressionException(
          text,
          List.of(
              "It is a value of type %s, but a condition is true or false."
                  .formatted(CheckExpression.nameOf(compiled.type))));
    }
    return compiled;
  }

  /** A part of a compiled expression. */
  static Expression of(SpelNode part) {
    String text = part.toStringAST();
    return new Expression(text, PARSER.parseRaw(text), ResolvableType.NONE);
  }

  /** A text that the expression requires to be true; null if it requires none. */
  @Nullable RequiredText requiredText() {
    return RequiredText.in(parsed.getAST());
  }

  /**
   * An equality of two properties that the expression requires to be true; null if it requires
   * none.
   *
   * @param first the first names in the path of one property
   * @param second the first names in the path of the other property
   */
  public @Nullable RequiredEquality requiredEquality(List<String> first, List<String> second) {
    return RequiredEquality.in(parsed.getAST(), first, second);
  }

  /** The type of its value; {@link ResolvableType#NONE} if it is not known. */
  public ResolvableType type() {
    return type;
  }

  private static SpelExpression parse(String text) {
    if (text.isBlank()) {
      throw new InvalidExpressionException(text, List.of("It is blank."));
    }
    try {
      return PARSER.parseRaw(text);
    } catch (ExpressionException e) {
      throw new InvalidExpressionException(
          text, List.of("Character %s: %s.".formatted(e.getPosition() + 1, withoutCode(e))));
    }
  }

  private static SimpleEvaluationContext reading(BiPredicate<Class<?>, String> readable) {
    return SimpleEvaluationContext.forPropertyAccessors(new ReadProperty(readable))
        .withAssignmentDisabled()
        .build();
  }

  /**
   * Evaluates the expression.
   *
   * @param values the values of the variables by their names
   * @return its value, or the reason why it has none, such as null in the middle of a path
   */
  public Evaluation evaluate(Map<String, ?> values) {
    return evaluate(CONTEXT, values);
  }

  /** As {@link #evaluate}, but properties that may be personal data cannot be read. */
  public Evaluation evaluateWithoutPersonalData(Map<String, ?> values) {
    return evaluate(WITHOUT_PERSONAL_DATA, values);
  }

  private Evaluation evaluate(EvaluationContext context, Map<String, ?> values) {
    try {
      return new Evaluation(parsed.getValue(context, values), null, false);
    } catch (SpelEvaluationException e) {
      return failed(values, reason(e), NULL_IN_PATH.contains(e.getMessageCode()));
    } catch (Throwable e) { // properties and comparisons of the application may throw anything
      return failed(values, ErrorText.of(e), false);
    }
  }

  private Evaluation failed(Map<String, ?> values, String reason, boolean isNullInPath) {
    String shown = reason;
    for (Object each : values.values()) {
      Object quoted = each instanceof RunVariable<?> run ? run.input() : each;
      shown = RedactedText.hiding(quoted).apply(shown);
    }
    return new Evaluation(null, "\"%s\" has no value: %s.".formatted(text, shown), isNullInPath);
  }

  private static String reason(SpelEvaluationException e) {
    Object[] inserts = e.getInserts();
    boolean isNull = e.getMessageCode() == SpelMessage.PROPERTY_OR_FIELD_NOT_READABLE_ON_NULL;
    return isNull && inserts != null ? "%s is read of null".formatted(inserts[0]) : withoutCode(e);
  }

  /** The message without SpEL's code at the beginning and the period at the end. */
  private static String withoutCode(ExpressionException e) {
    return Objects.toString(e.getSimpleMessage(), "")
        .replaceFirst("^EL\\d+E: ", "")
        .replaceFirst("\\.$", "");
  }

  /** The text of the expression. */
  @Override
  public String toString() {
    return text;
  }
}
