package dev.foliot.workflow.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.personaldata.PersonalData;
import dev.foliot.workflow.expression.Expression;
import dev.foliot.workflow.expression.RunVariable;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;

/** The key by which an event finds the runs that it cancels. */
class CancelKeyTests {
  private record Recalled(
      @Nullable String order, int number, double weight, UUID id, String reason) {}

  private record Ship(
      @Nullable String order,
      long number,
      double weight,
      UUID id,
      @Nullable Ship next,
      @PersonalData String name) {
    private static Ship of(@Nullable String order, @Nullable Ship next) {
      return new Ship(order, 5, 0.5, ID, next, "Ann");
    }

    public String getGreeting() {
      return "Hello " + name;
    }
  }

  private static final UUID ID = new UUID(1, 2);
  private static final Ship SHIP = Ship.of("o-1", null);

  private static @Nullable CancelKey key(String condition) {
    return CancelKey.in(
        Expression.condition(
            condition,
            Map.of(
                "event",
                ResolvableType.forClass(Recalled.class),
                "run",
                RunVariable.typeFor(Ship.class))));
  }

  private static CancelKey required(String condition) {
    return Objects.requireNonNull(key(condition));
  }

  private static Recalled event(@Nullable String order) {
    return new Recalled(order, 5, 0.5, ID, "fraud");
  }

  private static @Nullable String keyOf(CancelKey key, @Nullable Ship input) {
    return key.ofRun("shipping", input);
  }

  @Test
  void equalTextsHaveTheSameKey() {
    CancelKey key = required("event.order == run.input.order && event.reason != 'none'");

    assertThat(key.ofEvent(event("o-1"))).hasSize(64).isEqualTo(keyOf(key, SHIP));
    assertThat(key.ofEvent(event("o-2"))).isNotEqualTo(keyOf(key, SHIP));
  }

  @Test
  void orderOfTheSidesDoesNotMatter() {
    CancelKey one = required("event.reason != 'none' && run.input.order == event.order");

    assertThat(one.ofEvent(event("o-1"))).isEqualTo(keyOf(one, SHIP));
  }

  @Test
  void equalNumbersAndIdsHaveTheSameKey() {
    CancelKey number = required("event.number == run.input.number");
    CancelKey id = required("event.id == run.input.id");

    assertThat(number.ofEvent(event("o-1"))).isNotNull().isEqualTo(keyOf(number, SHIP));
    assertThat(id.ofEvent(event("o-1"))).isNotNull().isEqualTo(keyOf(id, SHIP));
  }

  @Test
  void valuesWithoutOneTextHaveNoKey() {
    CancelKey weight = required("event.weight == run.input.weight");
    CancelKey order = required("event.order == run.input.order");
    CancelKey next = required("event.order == run.input.next.order");

    assertThat(weight.ofEvent(event("o-1"))).isNull();
    assertThat(keyOf(weight, SHIP)).isNull();
    assertThat(order.ofEvent(event(null))).isNull();
    assertThat(keyOf(order, null)).isNull();
    assertThat(keyOf(next, SHIP)).isNull();
  }

  @Test
  void propertyOfTheInputIsChosen() {
    CancelKey key = required("event.reason == run.id && event.order == run.input.order");

    assertThat(key.ofEvent(event("o-1"))).isNotNull().isEqualTo(keyOf(key, SHIP));
    assertThat(key("event.reason == run.id")).isNull();
    assertThat(key("event.reason == run.workflow")).isNull();
  }

  @Test
  void keysOfOnePropertyBeginAlike() {
    CancelKey order = required("event.order == run.input.order");
    CancelKey next = required("event.order == run.input.next.order");
    Ship ship = Ship.of("o-1", Ship.of("o-1", null));

    String start = keyOf(order, ship).substring(0, 16);

    assertThat(keyOf(order, Ship.of("o-2", null))).startsWith(start);
    assertThat(keyOf(next, ship)).hasSize(64).doesNotStartWith(start);
  }

  @Test
  void personalDataHasNoKey() {
    CancelKey name = required("event.reason == run.input.name");
    CancelKey greeting = required("event.reason == run.input.greeting");
    CancelKey nameOfNext = required("event.reason == run.input.next.name");
    Ship ship = Ship.of("o-1", SHIP);

    assertThat(name.ofEvent(event("o-1"))).isNotNull();
    assertThat(keyOf(name, ship)).isNull();
    assertThat(keyOf(greeting, ship)).isNull();
    assertThat(keyOf(nameOfNext, ship)).isNull();
  }

  @Test
  void conditionThatMayHoldWithoutEqualityHasNoKey() {
    assertThat(key("event.order == run.input.order || event.reason == 'all'")).isNull();
    assertThat(key("event.order == 'o-1'")).isNull();
    assertThat(key("event.order == event.reason")).isNull();
    assertThat(key("event.order != run.input.order")).isNull();
    assertThat(CancelKey.in(null)).isNull();
  }
}
