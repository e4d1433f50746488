package dev.foliot.workflow.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.personaldata.DataSubject;
import dev.foliot.personaldata.PersonalData;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ResolvableType;

class ExpressionTests {
  enum Kind {
    RETAIL,
    TRADE
  }

  record Customer(@Nullable String name, boolean isNew) {}

  record Line(String product, int quantity) {}

  interface Order {
    String orderId();
  }

  record Placed(
      String orderId,
      long amount,
      @Nullable BigDecimal discount,
      Kind kind,
      UUID key,
      @Nullable Customer customer,
      List<Line> lines,
      Map<String, Integer> tags)
      implements Order {}

  static class Bean {
    public String getName() {
      return "bean";
    }

    public boolean isActive() {
      return true;
    }

    public String getBroken() {
      throw new IllegalStateException("no disk");
    }
  }

  record Stock(Deque<String> parts, LocalDate day, AtomicInteger count) implements Order {
    @Override
    public String orderId() {
      return "o-1";
    }

    public String take() {
      return parts.pop();
    }
  }

  static class Sold implements Order {
    @Override
    public String orderId() {
      return "o-2";
    }

    public String next() {
      throw new AssertionError("An expression calls it.");
    }
  }

  private static final Placed PLACED =
      new Placed(
          "o-1",
          150,
          new BigDecimal("0.50"),
          Kind.TRADE,
          new UUID(0, 1),
          new Customer("Ann", true),
          List.of(new Line("p-1", 2)),
          Map.of("vip", 1));

  private static Map<String, ResolvableType> types(Class<?> event, Type input) {
    return Map.of("event", ResolvableType.forClass(event), "run", RunVariable.typeFor(input));
  }

  private static Evaluation evaluate(String text) {
    return Expression.value(text, types(Placed.class, Order.class))
        .evaluate(Map.of("event", PLACED, "run", new RunVariable<>("r-1", "fulfilment", PLACED)));
  }

  @Test
  void nullIsSmallerThanEveryValue() {
    Placed without =
        new Placed("o-1", 150, null, Kind.TRADE, new UUID(0, 1), null, List.of(), Map.of());

    assertThat(holds("event.discount < 10", without)).isTrue();
    assertThat(holds("event.discount > -10", without)).isFalse();
    assertThat(holds("event.discount != null and event.discount < 10", without)).isFalse();
  }

  private static boolean holds(String text, Placed event) {
    return Expression.condition(text, types(Placed.class, Order.class))
        .evaluate(Map.of("event", event, "run", new RunVariable<>("r-1", "fulfilment", event)))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event.amount > 100",
        "event.amount >= 150 && event.amount <= 150.0",
        "event.orderId == run.input.orderId",
        "event.orderId == 'o-1' and not (event.amount < 10)",
        "event.kind == 'TRADE'",
        "event.discount == 0.5",
        "event.discount * 2 == 1",
        "event.customer.name == 'Ann'",
        "event.customer.isNew",
        "event.lines[0].quantity == 2",
        "event.lines.size == 1",
        "!event.lines.empty",
        "event.tags['vip'] == 1",
        "event.tags.vip == 1",
        "event.orderId matches 'o-\\d+'",
        "event.amount between {100, 200}",
        "run.id == 'r-1' && run.workflow == 'fulfilment'",
        "event.amount > 100 ? true : false",
        "(event.customer?.name ?: 'none') == 'Ann'",
        "event.orderId + '-x' == 'o-1-x'",
        "event.customer != null",
      })
  void holds(String text) {
    Expression condition = Expression.condition(text, types(Placed.class, Order.class));

    Evaluation evaluation =
        condition.evaluate(
            Map.of("event", PLACED, "run", new RunVariable<>("r-1", "fulfilment", PLACED)));

    assertThat(evaluation.error()).isNull();
    assertThat(evaluation.isTrue()).isTrue();
  }

  @Test
  void givesAnyValue() {
    assertThat(evaluate("event.customer.name").value()).isEqualTo("Ann");
    assertThat(evaluate("event.lines[0]").value()).isEqualTo(new Line("p-1", 2));
    assertThat(evaluate("event.kind").value()).isEqualTo("TRADE");
    assertThat(evaluate("event.amount > 1000").isTrue()).isFalse();
  }

  @Test
  void readsBeans() {
    Map<String, ResolvableType> types = types(Bean.class, Order.class);

    Expression both = Expression.condition("event.active && event.name == 'bean'", types);

    assertThat(both.evaluate(Map.of("event", new Bean())).isTrue()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          event.amont > 3                 | Character 7: Placed has no property amont. It has: amount, customer, discount, key, kind, lines, orderId, tags.
          event.customer.nme == 'x'       | Character 16: Customer has no property nme. It has: isNew, name.
          event.lines[0].price == 1       | Character 16: Line has no property price. It has: product, quantity.
          run.input.amount == 1           | Character 11: Order has no property amount. It has: orderId.
          evnt.amount > 3                 | Character 1: There is no variable evnt. The variables are: event, run.
          event.amount >                  | Character 14: Problem parsing right operand.
          event.amount = 3                | Character 14: event.amount=3 is not allowed. An expression has properties, operators and literals.
          event.amount++                  | Character 13: event.amount++ is not allowed. An expression has properties, operators and literals.
          T(java.lang.Runtime) != null    | Character 1: T(java.lang.Runtime) is not allowed. An expression has properties, operators and literals.
          new String('x') == 'x'          | Character 1: new String('x') is not allowed. An expression has properties, operators and literals.
          @bean.name == 'x'               | Character 2: @bean is not allowed. An expression has properties, operators and literals.
          #event.orderId == 'x'           | Character 1: #event is not allowed. An expression has properties, operators and literals.
          event.orderId.length() == 3     | Character 15: length() is not allowed. An expression has properties, operators and literals.
          event.class == null             | Character 7: Placed has no property class. It has: amount, customer, discount, key, kind, lines, orderId, tags.
          event.amount between 5          | Character 14: A value is between two values in braces, such as {1, 5}.
          event.amount between {5}        | Character 14: A value is between two values in braces, such as {1, 5}.
          event.customer < event.customer | Character 16: Customer has no order: it is not Comparable.
          event.key == 'x'                | Character 11: UUID and String cannot be compared.
          event.amount > 'x'              | Character 14: Long and String cannot be compared.
          event.amount && true            | Character 14: Long is no boolean.
          event.orderId * 2 == 1          | Character 15: String is no number.
          event.amount                    | It is a value of type Long, but a condition is true or false.
          event.amount[0] == 1            | Character 13: Long has no elements.
          event.amount ^ 2 == 4           | Character 14: (event.amount ^ 2) is not allowed. An expression has properties, operators and literals.
          event.orderId matches '('       | Character 15: The pattern is wrong: Unclosed group near index 1.
          """)
  void refusesWrongConditions(String text, String problem) {
    assertThatThrownBy(() -> Expression.condition(text, types(Placed.class, Order.class)))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageStartingWith("\"" + text + "\": " + problem.substring(0, problem.length() - 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event.parts.pop",
        "event.parts.removeFirst",
        "event.parts.poll",
        "event.count.andIncrement",
        "event.count.incrementAndGet",
        "event.take",
      })
  void refusesMethodsThatAreNoProperties(String text) {
    assertThatThrownBy(() -> Expression.value(text, types(Stock.class, Order.class)))
        .isInstanceOf(InvalidExpressionException.class)
        .hasMessageContaining(" has no property ");
  }

  @Test
  void readsPropertiesOfTheJdk() {
    Stock stock =
        new Stock(new ArrayDeque<>(List.of("a")), LocalDate.of(2030, 2, 3), new AtomicInteger(7));
    String text =
        "event.parts.first == 'a' && event.parts.size == 1 && event.day.monthValue == 2 && event.orderId.length == 3 && event.count.intValue == 7";

    Evaluation evaluation =
        Expression.condition(text, types(Stock.class, Order.class))
            .evaluate(Map.of("event", stock));

    assertThat(evaluation).isEqualTo(new Evaluation(true, null, false));
  }

  @Test
  void readsWhatAnInterfaceNames() {
    Map<String, ResolvableType> types = types(Order.class, Order.class);

    Expression id = Expression.value("event.orderId", types);

    assertThat(id.evaluate(Map.of("event", new Sold())).value()).isEqualTo("o-2");
    assertThat(id.evaluate(Map.of("event", PLACED)).value()).isEqualTo("o-1");
    assertThatThrownBy(() -> Expression.value("event.next", types(Sold.class, Order.class)))
        .hasMessageContaining("Sold has no property next. It has: orderId.");
  }

  @Test
  void listsAllProblems() {
    assertThatThrownBy(
            () ->
                Expression.condition(
                    "event.amont > 3 && evnt.x == 1", types(Placed.class, Order.class)))
        .hasMessage(
            "\"event.amont > 3 && evnt.x == 1\": Character 7: Placed has no property amont. It has: amount, customer, discount, key, kind, lines, orderId, tags. Character 20: There is no variable evnt. The variables are: event, run.");
  }

  @Test
  void refusesBlankText() {
    assertThatThrownBy(() -> Expression.value(" ", Map.of())).hasMessage("\" \": It is blank.");
  }

  @Test
  void nullInAPathIsAResultWithATextAndNoCondition() {
    Placed anonymous =
        new Placed("o", 1, BigDecimal.ONE, Kind.RETAIL, new UUID(0, 1), null, List.of(), Map.of());

    Evaluation evaluation =
        Expression.condition("event.customer.name == 'Ann'", types(Placed.class, Order.class))
            .evaluate(Map.of("event", anonymous));

    assertThat(evaluation.isTrue()).isFalse();
    assertThat(evaluation.error())
        .isEqualTo("\"event.customer.name == 'Ann'\" has no value: name is read of null.");
  }

  @Test
  void anErrorOfAPropertyIsAResultWithAText() {
    Evaluation evaluation =
        Expression.value("event.broken", types(Bean.class, Order.class))
            .evaluate(Map.of("event", new Bean()));

    assertThat(evaluation.error()).contains("event.broken").contains("no disk");
  }

  record Guest(@DataSubject String id, @PersonalData String email) {}

  /** Has a property that is no part of its JSON. */
  interface Seated {
    String seat();
  }

  record Hosted(Guest guest) implements Seated {
    @Override
    public String seat() {
      throw new IllegalStateException("no room for " + guest.email());
    }
  }

  /** Cannot be compared. */
  record Fragile(String text) implements Comparable<Fragile> {
    @Override
    public int compareTo(Fragile other) {
      throw new StackOverflowError();
    }
  }

  record Named(Fragile name) {}

  @Test
  void anErrorDoesNotQuotePersonalData() {
    Hosted hosted = new Hosted(new Guest("g-1", "jane@example.org"));
    Map<String, ResolvableType> types = Map.of("event", ResolvableType.forClass(Hosted.class));
    Map<String, ResolvableType> ofRun = Map.of("run", RunVariable.typeFor(Hosted.class));

    String ofEvent =
        Expression.value("event.seat", types).evaluate(Map.of("event", hosted)).error();
    String ofInput =
        Expression.value("run.input.seat", ofRun)
            .evaluate(Map.of("run", new RunVariable<>("r-1", "w", hosted)))
            .error();

    assertThat(List.of(ofEvent, ofInput))
        .allSatisfy(
            error -> assertThat(error).contains("no room for ").doesNotContain("jane@example"));
  }

  @Test
  void anythingThatAComparisonThrowsIsAResultWithAText() {
    Named named = new Named(new Fragile("x"));

    Evaluation evaluation =
        Expression.condition(
                "event.name > event.name", Map.of("event", ResolvableType.forClass(Named.class)))
            .evaluate(Map.of("event", named));

    assertThat(evaluation.error()).contains("java.lang.StackOverflowError");
  }

  @Test
  void anErrorOfAnOperatorIsAResultWithAText() {
    assertThat(evaluate("1 / (event.amount - 150)").error())
        .isEqualTo(
            "\"1 / (event.amount - 150)\" has no value: java.lang.ArithmeticException: / by zero.");
    assertThat(evaluate("event.lines[3].product").error()).contains("has no value: ").contains("3");
  }

  @Test
  void aMissingKeyOfAMapIsNull() {
    Map<String, Object> event = new HashMap<>();

    Evaluation evaluation =
        Expression.condition("event.x == null", types(Map.class, Order.class))
            .evaluate(Map.of("event", event));

    assertThat(evaluation.isTrue()).isTrue();
  }
}
