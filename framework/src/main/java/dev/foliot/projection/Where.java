package dev.foliot.projection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on the properties of rows. A row matches if all of them hold. Immutable.
 *
 * <pre>{@code
 * Where.property("city").is("Rome").and("orders").isAtLeast(10)
 * }</pre>
 */
public final class Where {
  private final List<Condition> conditions;

  private Where(List<Condition> conditions) {
    this.conditions = conditions;
  }

  /** Begins a condition on a property. */
  public static Property property(String name) {
    return new Property(List.of(), name);
  }

  /** Begins one more condition. */
  public Property and(String name) {
    return new Property(conditions, name);
  }

  List<Condition> conditions() {
    return conditions;
  }

  @Override
  public String toString() {
    return conditions.stream().map(Condition::toString).collect(Collectors.joining(" and "));
  }

  /**
   * One condition.
   *
   * @param operator in SQL, with a parameter for each value
   */
  record Condition(String property, String operator, List<Object> values) {
    @Override
    public String toString() {
      return property + " " + operator;
    }
  }

  /** A property that is compared next. */
  public static final class Property {
    private static final char ESCAPE = '!';

    private final List<Condition> before;
    private final String name;

    private Property(List<Condition> before, String name) {
      this.before = before;
      this.name = given(name, "the name of a property");
    }

    /** The property equals the value. */
    public Where is(Object value) {
      return with("= ?", given(value, "a value, or call isNull()"));
    }

    /** The property has another value, and is not null. */
    public Where isNot(Object value) {
      return with("<> ?", given(value, "a value, or call isNotNull()"));
    }

    /** The property equals one of the values. */
    public Where isIn(Collection<?> values) {
      Object[] all = given(values, "values").toArray();
      if (all.length == 0) {
        return with("is null and 1 = 0");
      }
      Stream.of(all).forEach(value -> given(value, "values without null"));
      return with(
          Stream.of(all).map(value -> "?").collect(Collectors.joining(", ", "in (", ")")), all);
    }

    /** The property is null. */
    public Where isNull() {
      return with("is null");
    }

    /** The property is not null. */
    public Where isNotNull() {
      return with("is not null");
    }

    /** The property is less than the value. */
    public Where isLessThan(Object value) {
      return with("< ?", given(value, "a value"));
    }

    /** The property is less than or equal to the value. */
    public Where isAtMost(Object value) {
      return with("<= ?", given(value, "a value"));
    }

    /** The property is more than the value. */
    public Where isMoreThan(Object value) {
      return with("> ?", given(value, "a value"));
    }

    /** The property is more than or equal to the value. */
    public Where isAtLeast(Object value) {
      return with(">= ?", given(value, "a value"));
    }

    /** The property is a text with this beginning; upper and lower case differ. */
    public Where startsWith(String beginning) {
      String literal = given(beginning, "a text").replaceAll("[!%_]", ESCAPE + "$0");
      return with("like ? escape '" + ESCAPE + "'", literal + "%");
    }

    private Where with(String operator, Object... values) {
      List<Condition> all = new ArrayList<>(before);
      all.add(new Condition(name, operator, List.of(values)));
      return new Where(List.copyOf(all));
    }

    private static <T> T given(@Nullable T value, String needed) {
      if (value == null) {
        throw new IllegalArgumentException("Where was given null. Give it %s.".formatted(needed));
      }
      return value;
    }
  }
}
