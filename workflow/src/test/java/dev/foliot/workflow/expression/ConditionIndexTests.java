package dev.foliot.workflow.expression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;

/** Conditions that require a text are found by it; the others are always candidates. */
class ConditionIndexTests {
  private static final Map<String, ResolvableType> VARIABLES =
      Map.of("event", ResolvableType.forClass(Event.class));

  record Place(@Nullable String city) {}

  enum Kind {
    A,
    B
  }

  record Event(@Nullable String id, Kind kind, @Nullable Place place, int value) {}

  private static List<String> candidates(Event event, String... conditions) {
    return index(List.of(conditions)).candidates(Map.of("event", event));
  }

  private static ConditionIndex<String> index(List<String> conditions) {
    ConditionIndex<String> index = new ConditionIndex<>();
    conditions.forEach(text -> index.add(text, Expression.condition(text, VARIABLES)));
    return index;
  }

  private static Event event(@Nullable String id, int value) {
    return new Event(id, Kind.A, new Place("Rome"), value);
  }

  @Test
  void findsConditionsByTheirText() {
    assertThat(
            candidates(
                event("x", 1),
                "event.id == 'x'",
                "event.id == 'y'",
                "'x' == event.id && event.value > 5",
                "event.value > 5 && event.id == 'y'",
                "event.value > 5"))
        .containsExactly(
            "event.id == 'x'", "'x' == event.id && event.value > 5", "event.value > 5");
  }

  @Test
  void findsConstantsOfEnumsByTheirNames() {
    assertThat(candidates(event("x", 1), "event.kind == 'B'", "event.kind == 'A'"))
        .containsExactly("event.kind == 'A'");
  }

  @Test
  void leavesTheDecisionToOtherConditions() {
    String[] undecided = {
      "event.id == 'y' || event.value > 0",
      "event.id != 'y'",
      "!(event.id == 'y')",
      "event.value == 7",
      "event.id + 'z' == 'y'",
      "event.id == event.place.city"
    };

    assertThat(candidates(event("x", 1), undecided)).containsExactly(undecided);
  }

  @Test
  void leavesTheDecisionToConditionsWithoutAText() {
    Event nowhere = new Event(null, Kind.A, null, 1);

    assertThat(candidates(nowhere, "event.place.city == 'Rome'", "event.id == 'x'"))
        .containsExactly("event.place.city == 'Rome'", "event.id == 'x'");
  }

  @Test
  void onePropertyThatCannotBeReadIsReportedByOneCondition() {
    Event nowhere = new Event("x", Kind.A, null, 1);

    assertThat(
            candidates(
                nowhere,
                "event.place != null && event.place.city == 'Oslo'",
                "event.place.city == 'Rome'",
                "event.place.city == 'Bern'",
                "event.id == 'x'"))
        .containsExactly("event.place.city == 'Rome'", "event.id == 'x'");
  }

  @Test
  void itemsWithoutAConditionAreAlwaysCandidates() {
    ConditionIndex<String> index = new ConditionIndex<>();
    index.add("one", null);
    index.add("two", null);

    assertThat(index.candidates(Map.of("event", event("x", 1)))).containsExactly("one", "two");
  }

  @Test
  void missesNoConditionThatHolds() {
    Random random = new Random(17);
    for (int round = 0; round < 200; round++) {
      List<String> conditions = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        conditions.add(condition(random, 2));
      }
      Event event = event(random.nextInt(5) == 0 ? null : text(random), random.nextInt(4));
      List<String> found = index(conditions).candidates(Map.of("event", event));

      assertThat(holding(found, event)).isEqualTo(holding(conditions, event));
    }
  }

  private static List<String> holding(List<String> conditions, Event event) {
    return conditions.stream()
        .filter(
            each -> Expression.condition(each, VARIABLES).evaluate(Map.of("event", event)).isTrue())
        .toList();
  }

  private static String text(Random random) {
    return List.of("a", "b", "c").get(random.nextInt(3));
  }

  private static String condition(Random random, int depth) {
    if (depth == 0) {
      return random.nextBoolean()
          ? "event.id == '%s'".formatted(text(random))
          : "event.value > %s".formatted(random.nextInt(4));
    }
    List<String> parts =
        new ArrayList<>(List.of(condition(random, depth - 1), condition(random, depth - 1)));
    Collections.shuffle(parts, random);
    return "(%s %s %s)".formatted(parts.get(0), random.nextInt(3) == 0 ? "||" : "&&", parts.get(1));
  }
}
