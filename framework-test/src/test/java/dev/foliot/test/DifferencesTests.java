package dev.foliot.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Field by field, whatever {@code equals} says. */
class DifferencesTests {
  /** Equal by its id, as entities are. */
  static final class Entity {
    private final String id;
    private final int count;
    private @Nullable Object friend;
    private transient int cached;

    Entity(String id, int count) {
      this.id = id;
      this.count = count;
    }

    Entity with(Object other) {
      friend = other;
      cached++;
      return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Entity entity && entity.id.equals(id);
    }

    @Override
    public int hashCode() {
      return id.hashCode();
    }
  }

  record Holder(Object content) {}

  private static List<String> between(@Nullable Object expected, @Nullable Object actual) {
    return Differences.between(expected, actual).stream().map(Difference::describe).toList();
  }

  @Test
  void looksBehindEqualsById() {
    assertThat(between(new Entity("a", 1), new Entity("a", 2)))
        .containsExactly("count: expected 1 but was 2");
    assertThat(between(List.of(new Entity("a", 1)), List.of(new Entity("a", 2))))
        .containsExactly("[0].count: expected 1 but was 2");
    assertThat(between(Map.of("k", new Entity("a", 1)), Map.of("k", new Entity("a", 2))))
        .containsExactly("[k].count: expected 1 but was 2");
    assertThat(Differences.between(Set.of(new Entity("a", 1)), Set.of(new Entity("a", 2))))
        .singleElement()
        .returns("[]", Difference::path);
    assertThat(between(new Holder(new Entity("a", 1)), new Holder(new Entity("a", 1)))).isEmpty();
  }

  @Test
  void leavesOutTransientFields() {
    assertThat(between(new Entity("a", 1).with("b"), new Entity("a", 1).with("c").with("b")))
        .isEmpty();
  }

  @Test
  void takesAnyListSetAndMapForTheSame() {
    assertThat(between(List.of(1, 2), new LinkedList<>(List.of(1, 2)))).isEmpty();
    assertThat(between(Set.of(1, 2), new HashSet<>(Set.of(2, 1)))).isEmpty();
    assertThat(between(Map.of("a", 1), new TreeMap<>(Map.of("a", 1)))).isEmpty();
    assertThat(between(List.of(1), Set.of(1))).hasSize(1);
  }

  @Test
  void tellsWhatIsMissing() {
    assertThat(between(List.of("a"), List.of("a", "b")))
        .containsExactly("[1]: expected nothing but was \"b\"");
    assertThat(between(Set.of("a"), Set.of()))
        .containsExactly("[]: expected \"a\" but was nothing");
    assertThat(between(Map.of("a", 1), Map.of("b", 1)))
        .containsExactly("[a]: expected 1 but was nothing", "[b]: expected nothing but was 1");
    assertThat(between(Optional.of(1), Optional.empty()))
        .containsExactly("expected 1 but was nothing");
    assertThat(between(null, "a")).containsExactly("expected null but was \"a\"");
  }

  @Test
  void comparesWhatHasNoEquals() {
    assertThat(between(new int[][] {{1}, {2}}, new int[][] {{1}, {3}}))
        .containsExactly("[1][0]: expected 2 but was 3");
    assertThat(between(new AtomicInteger(1), new AtomicInteger(1))).isEmpty();
    assertThat(between(new AtomicInteger(1), new AtomicInteger(2)))
        .containsExactly("expected 1 but was 2");
    assertThat(between(new StringBuilder("a"), new StringBuilder("a"))).isEmpty();
    assertThat(between(new ReentrantLock(), new ReentrantLock())).isEmpty();
    assertThat(between(order(), order())).isEmpty();
  }

  @Test
  void comparesTheTextOfValuesWithoutEquals() {
    Currency euro = Currency.getInstance("EUR");
    assertThat(between(new Holder(euro), new Holder(Currency.getInstance("USD"))))
        .containsExactly("content: expected EUR but was USD");
    assertThat(between(Set.of(euro), Set.of(Currency.getInstance("USD")))).hasSize(1);
    assertThat(between(Map.of(euro, 1), Map.of(Currency.getInstance("USD"), 1))).hasSize(2);
    assertThat(between(Pattern.compile("a+"), Pattern.compile("a+"))).isEmpty();
    assertThat(between(Pattern.compile("a+"), Pattern.compile("b+"))).hasSize(1);
    assertThat(between(new IllegalStateException("a"), new IllegalStateException("b"))).hasSize(1);
  }

  private static Comparator<String> order() {
    int factor = new ArrayList<>().size() + 1;
    return (a, b) -> factor * a.compareTo(b);
  }

  @Test
  void tellsTypesApart() {
    assertThat(between(1, 1L)).containsExactly("expected 1 (Integer) but was 1 (Long)");
    assertThat(between(new BigDecimal("1.0"), new BigDecimal("1.00")))
        .containsExactly("expected 1.0 but was 1.00");
    assertThat(between(new Holder("a"), new Entity("a", 1))).hasSize(1);
    assertThat(between(String.class, Integer.class)).hasSize(1);
  }

  @Test
  void findsKeysWithoutEquals() {
    Map<Object, String> one = new LinkedHashMap<>();
    one.put(new Holder(new int[] {1}), "a");
    Map<Object, String> other = new LinkedHashMap<>();
    other.put(new Holder(new int[] {1}), "a");

    assertThat(between(one, other)).isEmpty();
  }

  @Test
  void endsWhereObjectsReferToEachOther() {
    Entity one = new Entity("a", 1);
    one.with(Set.of(new Entity("b", 1).with(one)));
    Entity other = new Entity("a", 1);
    other.with(Set.of(new Entity("b", 1).with(other)));

    assertThat(between(one, other)).isEmpty();
  }

  @Test
  void shortensLongTexts() {
    assertThat(between("a".repeat(1000), "b").get(0)).hasSizeLessThan(350).contains("aaa…");
  }
}
