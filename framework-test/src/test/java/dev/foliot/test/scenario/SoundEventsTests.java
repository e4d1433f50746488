package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.foliot.event.DomainEvent;
import dev.foliot.test.AggregateScenario;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Correct events are not accused of anything. */
class SoundEventsTests {
  enum Size {
    SMALL,
    LARGE {
      @Override
      public String toString() {
        return "large";
      }
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes({@JsonSubTypes.Type(Card.class), @JsonSubTypes.Type(Cash.class)})
  sealed interface Means {}

  record Card(String number) implements Means {}

  record Cash() implements Means {}

  record Money(BigDecimal amount, Currency currency) {}

  @DomainEvent
  record Values(
      UUID id,
      char letter,
      byte small,
      long number,
      double ratio,
      float half,
      Boolean yes,
      BigDecimal decimal,
      BigInteger integer,
      Instant instant,
      OffsetDateTime offset,
      LocalDate date,
      YearMonth month,
      Duration duration,
      Period period,
      DayOfWeek day,
      ZoneId zone,
      Locale locale,
      URI uri,
      Money money) {}

  @DomainEvent
  record Containers(
      List<Money> lines,
      List<List<String>> rows,
      Set<Size> sizes,
      Map<Size, Money> prices,
      Map<UUID, Map<String, Integer>> counts,
      Map<LocalDate, List<Means>> payments) {}

  @DomainEvent
  record Gaps(
      Optional<String> some,
      Optional<Money> none,
      OptionalInt count,
      @Nullable String text,
      Optional<List<String>> list,
      List<Optional<String>> optionals) {}

  @DomainEvent
  record Paid(Means means, Size size) {}

  @DomainEvent
  record Empty() {}

  @DomainEvent
  record Generic<T>(String name, Pair<String, Integer> pair) {}

  record Pair<A, B>(A first, B second) {}

  /** A value object as JPA likes it: its fields are not final, but nobody can set them. */
  static class Address {
    private String street;

    protected Address() {}

    @JsonCreator
    Address(@JsonProperty("street") String street) {
      this.street = street;
    }

    public String getStreet() {
      return street;
    }
  }

  @DomainEvent
  record Moved(Address to) {}

  @DomainEvent
  record Copied(List<String> lines, Map<String, Integer> inOrder) {
    Copied {
      lines = List.copyOf(lines);
      inOrder = Collections.unmodifiableMap(new LinkedHashMap<>(inOrder));
    }

    int size() {
      return lines.size();
    }

    static Copied none() {
      return new Copied(List.of(), Map.of());
    }
  }

  static Stream<Object> events() {
    Money money = new Money(new BigDecimal("9.90"), Currency.getInstance("EUR"));
    UUID id = UUID.fromString("01932b7c-8a00-7abc-8def-0123456789ab");
    return Stream.of(
        new Values(
            id,
            'x',
            (byte) -1,
            Long.MIN_VALUE,
            0.1,
            1.5f,
            true,
            new BigDecimal("10.500"),
            new BigInteger("123456789012345678901234567890"),
            Instant.parse("2026-01-01T10:00:00.123456789Z"),
            OffsetDateTime.parse("2026-01-01T10:00:00.5+05:30"),
            LocalDate.of(2026, 2, 28),
            YearMonth.of(2026, 2),
            Duration.ofNanos(1_500_000_001),
            Period.ofDays(3),
            DayOfWeek.MONDAY,
            ZoneId.of("Europe/Berlin"),
            Locale.GERMANY,
            URI.create("https://example.org/a?b=c"),
            new Money(new BigDecimal("1E+3"), Currency.getInstance("JPY"))),
        new Containers(
            List.of(money, money),
            List.of(List.of("a"), List.of()),
            Set.of(Size.SMALL, Size.LARGE),
            Map.of(Size.LARGE, money),
            Map.of(id, Map.of("a", 1)),
            Map.of(LocalDate.of(2026, 1, 1), List.of(new Card("1"), new Cash()))),
        new Containers(
            Stream.of(money).toList(),
            Collections.emptyList(),
            Collections.singleton(Size.SMALL),
            Collections.emptyMap(),
            Collections.singletonMap(id, Map.of()),
            Map.of()),
        new Gaps(
            Optional.of("a"),
            Optional.empty(),
            OptionalInt.empty(),
            null,
            Optional.of(List.of("b")),
            List.of(Optional.of("c"))),
        new Paid(new Card("1"), Size.LARGE),
        new Empty(),
        new Generic<>("g", new Pair<>("a", 1)),
        new Moved(new Address("Main Street")),
        new Copied(new ArrayList<>(List.of("a")), new LinkedHashMap<>(Map.of("z", 1))),
        Copied.none());
  }

  @ParameterizedTest
  @MethodSource("events")
  void acceptsWhatIsCorrect(Object event) {
    RoundTripTests.ledger()
        .when(ledger -> ledger.record(event))
        .thenRaised(event)
        .when(ledger -> ledger.record(event))
        .thenRaised(event);
  }

  @Test
  void acceptsAggregateThatCopiesAList() {
    List<String> notes = new ArrayList<>(List.of("a"));
    AggregateScenario.of(Cart.class)
        .given(new Cart.CartOpened("c-1", "ann"))
        .when(cart -> cart.note(List.copyOf(notes)))
        .thenRaised(new Cart.Noted(List.of("a")))
        .when(cart -> notes.add("b"))
        .thenRaisedNothing();
  }
}
