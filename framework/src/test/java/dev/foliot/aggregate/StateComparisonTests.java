package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.foliot.message.StateComparison;
import dev.foliot.message.StateJson;
import dev.foliot.testsupport.shop.Shop;
import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A state that comes out of its JSON goes on as it would have, or is no snapshot. */
class StateComparisonTests {
  private static final ZonedDateTime BERLIN =
      ZonedDateTime.parse("2026-01-01T00:00+01:00[Europe/Berlin]");

  /** Two constants that look alike. */
  enum Label {
    NEW,
    OLD;

    @Override
    public String toString() {
      return "open";
    }
  }

  enum Bodied {
    ONE {
      @Override
      int number() {
        return 1;
      }
    },
    TWO {
      @Override
      int number() {
        return 2;
      }
    };

    abstract int number();
  }

  record Price(String currency, BigDecimal amount) {}

  static class Line {
    int quantity;
  }

  static class SpecialLine extends Line {}

  static class Above<T> {
    int shadowed;
    @Nullable T generic;
  }

  static class State extends Above<Price> {
    Map<String, Integer> map = new HashMap<>();
    Map<Label, Integer> byLabel = new HashMap<>();
    Set<String> set = new HashSet<>();
    Set<Line> setOfLines = new HashSet<>();
    TreeMap<String, Integer> sorted = new TreeMap<>();
    Collection<String> collection = new ArrayList<>();
    Queue<Integer> queue = new ArrayDeque<>();
    Deque<Integer> deque = new ArrayDeque<>();
    @Nullable Object object;
    @Nullable Number number;
    Map<String, Object> attributes = new HashMap<>();
    @Nullable Line line;
    List<Line> lines = new ArrayList<>();
    @Nullable Price price;
    List<Price> prices = new ArrayList<>();
    @Nullable ZonedDateTime at;

    @JsonFormat(without = JsonFormat.Feature.WRITE_DATES_WITH_ZONE_ID)
    @Nullable ZonedDateTime shortened;

    Map<ZonedDateTime, String> timesByZone = new HashMap<>();
    @Nullable Label label;
    @Nullable Bodied bodied;
    int shadowed;
    List<String> list = new ArrayList<>();
    List<String> second = new ArrayList<>();
    final Set<Line> finalLines = new HashSet<>();
    final Set<String> finalSet = new HashSet<>();
    final Map<String, Line> finalMap = new HashMap<>();
    Optional<Line> optional = Optional.empty();
    int[] numbers = {};
    Line[] array = {};
  }

  private static Optional<String> lost(Consumer<State> change) {
    State state = new State();
    change.accept(state);
    State again = StateJson.readInto(new State(), StateJson.write(state, State.class));
    return StateComparison.difference(state, again);
  }

  private static void assertKept(Consumer<State> change) {
    assertThat(lost(change)).isEmpty();
  }

  private static void assertLost(String where, Consumer<State> change) {
    assertThat(lost(change)).get().asString().startsWith(where);
  }

  @Test
  void keepsCollectionsThatGoOnAlike() {
    assertKept(state -> {});
    assertKept(state -> state.map = Map.of("b", 1, "a", 2, "c", 3));
    assertKept(state -> state.set = Set.of("b", "a", "c"));
    assertKept(state -> state.set = new LinkedHashSet<>(List.of("z", "b", "y")));
    assertKept(state -> state.setOfLines.addAll(List.of(new Line(), new Line())));
    assertKept(state -> state.sorted.put("b", 1));
    assertKept(state -> state.deque.addAll(List.of(2, 1)));
    assertKept(state -> state.list = List.of("a"));
    assertKept(state -> state.finalLines.addAll(List.of(new Line(), new Line())));
    assertKept(state -> state.finalSet.addAll(List.of("z", "b")));
    assertKept(state -> state.finalMap.putAll(Map.of("z", new Line(), "b", new Line())));
  }

  @Test
  void keepsValues() {
    assertKept(state -> state.label = Label.OLD);
    assertKept(state -> state.byLabel.putAll(Map.of(Label.OLD, 1, Label.NEW, 2)));
    assertKept(state -> state.byLabel = new EnumMap<>(Map.of(Label.OLD, 1)));
    assertKept(state -> state.bodied = Bodied.TWO);
    assertKept(state -> state.optional = Optional.of(new Line()));
    assertKept(state -> state.generic = new Price("EUR", new BigDecimal("1.50")));
    assertKept(state -> state.at = BERLIN);
    assertKept(state -> state.at = ZonedDateTime.parse("2026-01-01T00:00Z[UTC]"));
    assertKept(state -> state.at = ZonedDateTime.parse("2026-10-25T02:30+01:00[Europe/Berlin]"));
    assertKept(state -> state.timesByZone.put(BERLIN, "b"));
    assertKept(state -> state.numbers = new int[] {1});
    assertKept(state -> state.array = new Line[] {new Line()});
    assertKept(
        state -> {
          state.price = new Price("EUR", BigDecimal.ONE);
          state.prices = List.of(state.price, state.price);
        });
  }

  @Test
  void noticesALostOrder() {
    assertLost(".map was java.util.TreeMap", state -> state.map = new TreeMap<>());
    assertLost(".set", state -> state.set = new TreeSet<>());
    assertLost(".sorted", state -> state.sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
    assertLost(".queue", state -> state.queue = new PriorityQueue<>());
    assertLost(".collection", state -> state.collection = new HashSet<>());
  }

  @Test
  void noticesAnotherClass() {
    assertLost(".object was java.util.UUID", state -> state.object = new UUID(1, 1));
    assertLost(
        ".number was java.lang.Long, and would be java.lang.Integer", state -> state.number = 5L);
    assertLost(".attributes[]", state -> state.attributes.put("a", new BigDecimal("1.5")));
    assertLost(".shortened was another java.time.ZonedDateTime", state -> state.shortened = BERLIN);
    assertLost(".line", state -> state.line = new SpecialLine());
    assertLost(".optional", state -> state.optional = Optional.of(new SpecialLine()));
  }

  @Test
  void noticesOneObjectInTwoPlaces() {
    assertLost(
        ".lines[0] is an object that is in another place",
        state -> {
          state.line = new Line();
          state.lines.add(state.line);
        });
    assertLost(".second", state -> state.second = state.list);
  }

  @Test
  void noticesAHiddenField() {
    assertLost(".shadowed was another java.lang.Integer", state -> ((Above<?>) state).shadowed = 4);
  }

  // ---- the fingerprint knows what a class above is made of

  static class OfPrices extends Above<Price> {}

  record Types(List<Price>[] arrays) {}

  @Test
  void fingerprintFollowsTypeArgumentsOfTheClassAbove() {
    assertThat(StateFingerprint.shapeOf(new Shaped<>(OfPrices.class, Set.of()), Shop.TYPES))
        .contains("amount java.math.BigDecimal");
    assertThat(StateFingerprint.shapeOf(new Shaped<>(Types.class, Set.of()), Shop.TYPES))
        .contains("amount java.math.BigDecimal");
  }
}
