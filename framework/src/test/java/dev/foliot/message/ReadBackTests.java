package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** R9, R40: what would not come back as it is, is not stored. */
class ReadBackTests {
  private final MessageJson json =
      new MessageJson(
          new MessageTypes(
              Stream.of(
                      Changed.class,
                      Noted.class,
                      Drawn.class,
                      Kept.class,
                      Paid.class,
                      Arrays.class,
                      Stocked.class,
                      Coded.class,
                      Perhaps.class,
                      Counted.class,
                      Strict.class,
                      Charged.class,
                      Boxed.class,
                      Tagged.class,
                      Imported.class)
                  .map(ReadBackTests::event)
                  .toList()));

  private static MessageType event(Class<?> type) {
    return new MessageType(MessageKind.EVENT, type.getSimpleName(), 1, type, null);
  }

  record Changed<T>(T to) {}

  record Noted(Map<String, Object> notes) {}

  record Imported(JsonNode raw, Map.Entry<String, Integer> pair) {}

  @Test
  void comparesTreesByTheirJson() {
    ObjectNode raw = JsonNodeFactory.instance.objectNode();
    raw.put("count", 5L).put("price", new BigDecimal("1.10")).put("rate", 1.1f);
    raw.put("data", new byte[] {1}).putArray("all").add(7L);

    assertThatCode(() -> json.writePayloads(List.of(new Imported(raw, Map.entry("a", 1)))))
        .doesNotThrowAnyException();
  }

  static class Shape {
    public int sides = 3;
  }

  static class Square extends Shape {
    public int length = 2;
  }

  record Drawn(Shape shape) {}

  static final class Hidden {
    private final String secret;

    @JsonCreator
    Hidden(@JsonProperty("secret") String secret) {
      this.secret = secret;
    }

    String secret() {
      return secret;
    }
  }

  record Kept(Hidden hidden) {}

  sealed interface Method {}

  record Card(String number) implements Method {}

  record Paid(Method method) {}

  static List<Object> unstorable() {
    return List.of(
        new Changed<>(new Card("1")),
        new Changed<>(Instant.EPOCH),
        new Noted(Map.of("at", Instant.EPOCH)),
        new Noted(Map.of("many", Long.valueOf(1))),
        new Drawn(new Square()),
        new Kept(new Hidden("a")),
        new Paid(new Card("1")));
  }

  @ParameterizedTest
  @MethodSource("unstorable")
  void refusesWhatWouldNotComeBack(Object event) {
    assertThatExceptionOfType(UnstorableMessageException.class)
        .isThrownBy(() -> json.writePayloads(List.of(event)))
        .withMessageStartingWith(
            event.getClass().getName() + " is not stored, because it could not be read again: ")
        .satisfies(refused -> assertThat(refused.type()).isEqualTo(event.getClass()));
  }

  @Test
  void namesPlaceAndClasses() {
    assertThatExceptionOfType(UnstorableMessageException.class)
        .isThrownBy(() -> json.writePayloads(List.of(new Changed<>(Instant.EPOCH))))
        .satisfies(
            refused ->
                assertThat(refused.reason())
                    .isEqualTo(
                        "Changed.to is java.time.Instant and would come back as java.lang.String"));
  }

  record Perhaps(Optional<String> text, OptionalInt number) {}

  record Arrays(byte[] bytes, String[][] texts, Set<Card> cards, Map<Integer, double[]> numbers) {}

  static List<Object> storable() {
    return List.of(
        new Changed<>("text"),
        new Changed<>(List.of(1, "b", true)),
        new Noted(new HashMap<>(Map.of("a", 1, "b", List.of(Map.of("c", "d"))))),
        new Noted(new TreeMap<>(Map.of("b", 1, "a", 2))),
        new Drawn(new Shape()),
        new Arrays(
            new byte[] {1, 2},
            new String[][] {{"a"}, {}},
            new LinkedHashSet<>(List.of(new Card("2"), new Card("1"))),
            Map.of(1, new double[] {0.1, Double.NaN})),
        new Perhaps(null, null));
  }

  @ParameterizedTest
  @MethodSource("storable")
  void acceptsWhatComesBack(Object event) {
    assertThatCode(() -> json.writePayloads(List.of(event))).doesNotThrowAnyException();
  }

  record Sku(String code) {}

  record Stocked(Map<Sku, Integer> stock) {}

  @Test
  void refusesARecordAsKeyThatIsNotItsText() {
    json.writePayloads(List.of(new Stocked(Map.of())));

    assertThatExceptionOfType(UnstorableMessageException.class)
        .isThrownBy(() -> json.writePayloads(List.of(new Stocked(Map.of(new Sku("a"), 1)))))
        .withMessageContaining("Stocked.stock would come back with other keys");
  }

  record Code(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  record Coded(Map<Code, Integer> stock) {}

  @Test
  void acceptsARecordAsKeyThatIsItsText() {
    assertThatCode(() -> json.writePayloads(List.of(new Coded(Map.of(new Code("a"), 1)))))
        .doesNotThrowAnyException();
  }

  record Box<T>(@Nullable T content) {}

  record Boxed(Box<String> text, Box<Amount> amount) {}

  @Test
  void genericPartIsProvenForOneArgumentOnly() {
    json.writePayloads(List.of(new Boxed(new Box<>("a"), new Box<>(null))));

    assertThatExceptionOfType(UnstorableMessageException.class)
        .isThrownBy(
            () ->
                json.writePayloads(
                    List.of(new Boxed(new Box<>("a"), new Box<>(new Amount(5, "EUR"))))));
  }

  @Test
  void looksAtEveryMessageOfAnOpenClass() {
    json.writePayloads(List.of(new Changed<>("text")));

    assertThatExceptionOfType(UnstorableMessageException.class)
        .isThrownBy(() -> json.writePayloads(List.of(new Changed<>(new Card("1")))));
  }

  private static final AtomicInteger MADE = new AtomicInteger();

  record Counted(int number) {
    Counted {
      MADE.incrementAndGet();
    }
  }

  @Test
  void readsOneMessageOfAClosedClass() {
    List<Counted> events = List.of(new Counted(1), new Counted(2), new Counted(3));
    int made = MADE.get();

    json.writePayloads(events);
    json.writePayloads(events);

    assertThat(MADE.get() - made).isEqualTo(1);
  }

  /** Is written as a text, and read from its components. */
  record Amount(int number, String unit) {
    @JsonValue
    String text() {
      return number + unit;
    }
  }

  record Charged(
      @Nullable Amount one,
      List<Amount> several,
      Map<String, Amount> byName,
      Optional<Amount> perhaps,
      List<List<Amount>> nested) {}

  static List<Charged> charged() {
    Amount amount = new Amount(5, "EUR");
    return List.of(
        new Charged(amount, List.of(), Map.of(), Optional.empty(), List.of()),
        new Charged(null, List.of(amount), Map.of(), Optional.empty(), List.of()),
        new Charged(null, List.of(), Map.of("a", amount), Optional.empty(), List.of()),
        new Charged(null, List.of(), Map.of(), Optional.of(amount), List.of()),
        new Charged(null, List.of(), Map.of(), Optional.empty(), List.of(List.of(amount))));
  }

  @ParameterizedTest
  @MethodSource("charged")
  void emptyPartProvesNothing(Charged filled) {
    Charged empty = new Charged(null, List.of(), Map.of(), Optional.empty(), List.of(List.of()));
    json.writePayloads(List.of(empty, empty));

    assertThatExceptionOfType(UnstorableMessageException.class)
        .isThrownBy(() -> json.writePayloads(List.of(filled)));
  }

  record Tagged(Counted counted, @Nullable String tag, List<Counted> others) {}

  @Test
  void readsUntilEachPartHadAValue() {
    Counted number = new Counted(1);
    Tagged empty = new Tagged(number, null, List.of());
    Tagged filled = new Tagged(number, "a", List.of());
    Tagged withOther = new Tagged(number, null, List.of(number));
    int made = MADE.get();

    json.writePayloads(List.of(empty, empty, filled, empty, filled, withOther, withOther, empty));

    assertThat(MADE.get() - made).as("one of each, and the other one").isEqualTo(4);
  }

  record Strict(String text) {
    @JsonCreator
    static Strict of(@JsonProperty("text") Integer number) {
      return new Strict(String.valueOf(number));
    }
  }

  @Test
  void readsEachListBecauseTheFirstMayBeEmpty() throws NoSuchMethodException {
    Type listOfStrict =
        ReadBackTests.class.getDeclaredMethod("listOfStrict").getGenericReturnType();
    json.requireReadable(new ArrayList<>(), listOfStrict);

    assertThatExceptionOfType(UnstorableMessageException.class)
        .isThrownBy(
            () -> json.requireReadable(new ArrayList<>(List.of(new Strict("text"))), listOfStrict));
  }

  static List<Strict> listOfStrict() {
    return List.of();
  }

  @Test
  void anyClassMayBeStoredWhereTheTypeIsOpen() throws NoSuchMethodException {
    Type any = ReadBackTests.class.getDeclaredMethod("any").getGenericReturnType();

    assertThatCode(() -> json.requireReadable(new Card("1"), any)).doesNotThrowAnyException();
  }

  static <T> T any() {
    throw new UnsupportedOperationException();
  }

  @Test
  void quotesNoValue() {
    assertThatExceptionOfType(UnstorableMessageException.class)
        .isThrownBy(() -> json.writePayloads(List.of(new Strict("personal"))))
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("personal"));
  }
}
