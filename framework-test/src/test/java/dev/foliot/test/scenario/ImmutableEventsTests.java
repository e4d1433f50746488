package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.event.DomainEvent;
import dev.foliot.test.ScenarioCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events are facts: nobody changes them once they are raised. */
class ImmutableEventsTests {
  private static final String OFF =
      "If it is intended: withoutChecking(ScenarioCheck.IMMUTABLE_EVENTS).\n";

  private static void assertRefused(Object event, String... lines) {
    assertThatThrownBy(
            () ->
                RoundTripTests.ledger()
                    .withoutChecking(ScenarioCheck.ROUND_TRIP)
                    .when(ledger -> ledger.record(event)))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "%s can be changed after it was raised:%n     %s%n"
                    .formatted(
                        event.getClass().getSimpleName(), String.join("\n     ", List.of(lines)))
                + OFF);
  }

  @DomainEvent
  record Listed(List<String> lines) {}

  @DomainEvent
  record Collected(Collection<?> all) {}

  @DomainEvent
  record Mapped(Map<String, ?> prices) {}

  @DomainEvent
  record Sorted(SortedSet<String> names, SortedMap<String, String> texts) {}

  @Test
  void refusesAListThatCanBeChanged() {
    String remedy = " Copy it in the compact constructor of Listed: lines = List.copyOf(lines);";
    List<String> lines = new ArrayList<>(List.of("a", "b", "c"));

    assertRefused(new Listed(lines), "lines: ArrayList can be changed." + remedy);
    assertRefused(new Listed(lines.subList(0, 1)), "lines: SubList can be changed." + remedy);
    assertRefused(new Listed(Arrays.asList("a", "b")), "lines: ArrayList can be changed." + remedy);
  }

  @Test
  void refusesSetsAndMapsThatCanBeChanged() {
    Map<String, List<String>> prices = new HashMap<>(Map.of("a", List.of()));

    assertRefused(
        new Collected(EnumSet.of(TimeUnit.DAYS)),
        "all: RegularEnumSet can be changed. Copy it in the compact constructor of Collected: all = Set.copyOf(all);");
    assertRefused(
        new Collected(prices.keySet()),
        "all: KeySet can be changed. Copy it in the compact constructor of Collected: all = Set.copyOf(all);");
    assertRefused(
        new Mapped(prices),
        "prices: HashMap can be changed. Copy it in the compact constructor of Mapped: prices = Map.copyOf(prices);");
    assertRefused(
        new Sorted(new TreeSet<>(), new TreeMap<>()),
        "names: TreeSet can be changed. Copy it in the compact constructor of Sorted: names = Collections.unmodifiableSortedSet(new TreeSet<>(names));",
        "texts: TreeMap can be changed. Copy it in the compact constructor of Sorted: texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));");
  }

  @Test
  void looksIntoWhatIsNested() {
    assertRefused(
        new Mapped(Map.of("a", List.of(new Listed(new ArrayList<>())))),
        "prices[a][0].lines: ArrayList can be changed. Copy it in the compact constructor of Listed: lines = List.copyOf(lines);");
  }

  @DomainEvent
  record Dated(@Nullable Date on, int[] counts, AtomicInteger counter) {}

  @Test
  void refusesArraysAndMutableValues() {
    assertRefused(
        new Dated(null, new int[0], new AtomicInteger()),
        "on: Date can be changed. Use a type of java.time, such as Instant.",
        "counts: an array can be changed. Use a List, or text for bytes.",
        "counter: AtomicInteger can be changed. Use text, a number or a record.");
  }

  static class Bean {
    private String name = "";

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }
  }

  static class Open {
    int count;
  }

  @DomainEvent
  record Holding(Bean bean, Open open) {}

  @Test
  void refusesObjectsThatOthersCanChange() {
    assertRefused(
        new Holding(new Bean(), new Open()),
        "bean: Bean can be changed by setName. Make it a record.",
        "open: Open can be changed by its field count. Make it a record.");
  }

  @Test
  void noticesAChangeBehindAView() {
    List<String> shared = new ArrayList<>(List.of("a"));
    var raised =
        RoundTripTests.ledger()
            .when(ledger -> ledger.record(new Listed(Collections.unmodifiableList(shared))))
            .thenRaised(Listed.class);

    assertThatThrownBy(() -> raised.when(ledger -> shared.add("b")))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            Listed was changed after it was raised:
                 lines[1]: expected nothing but was "b"
            Other code still holds one of its parts. Copy the part in the compact constructor of Listed, for example: lines = List.copyOf(lines);
            """
                + OFF);
  }

  @Test
  void isSwitchedOffByName() {
    RoundTripTests.ledger()
        .withoutChecking(ScenarioCheck.IMMUTABLE_EVENTS)
        .when(ledger -> ledger.record(new Listed(new ArrayList<>(Set.of("a")))))
        .thenRaised(new Listed(List.of("a")));
  }
}
