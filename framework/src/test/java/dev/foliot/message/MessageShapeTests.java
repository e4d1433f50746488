package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** R9, R38: types that could be written and never read are found at the start, and no others. */
class MessageShapeTests {
  private final MessageJson json = new MessageJson(new MessageTypes(List.of()));

  sealed interface Method {}

  record Card(String number) implements Method {}

  abstract static class Base {}

  record Sku(String code, int size) {}

  static final class Money {
    private final BigDecimal amount;

    private Money(BigDecimal amount) {
      this.amount = amount;
    }

    public BigDecimal getAmount() {
      return amount;
    }
  }

  class Inner {
    public String text = "";
  }

  record Paid(Method method) {}

  record PaidOften(List<Optional<Method>> methods) {}

  record PaidDeeply(Map<String, PaidArray[]> payments) {}

  record PaidArray(Method[] methods) {}

  record Based(Base base) {}

  record Stocked(Map<Sku, Integer> stock) {}

  record StockedDeeply(Optional<List<Map<Sku, Integer>>> stock) {}

  record Billed(Money money) {}

  record Inside(Inner inner) {}

  record Calling(Runnable action) {}

  record Compared(Comparable<?> value) {}

  record Generic<T extends Method>(T value) {}

  @ParameterizedTest
  @ValueSource(
      classes = {
        Paid.class,
        PaidOften.class,
        PaidDeeply.class,
        Based.class,
        Stocked.class,
        StockedDeeply.class,
        Billed.class,
        Inside.class,
        Calling.class,
        Compared.class,
        Generic.class
      })
  void findsWhatCouldNeverBeRead(Class<?> message) {
    assertThat(json.unreadableParts(message))
        .singleElement()
        .asString()
        .startsWith(message.getName() + " is not stored, because it could not be read again: ")
        .contains("declare the exact type, or annotate an interface with @JsonTypeInfo");
  }

  @Test
  void namesTheComponent() {
    assertThat(json.unreadableParts(PaidDeeply.class))
        .singleElement()
        .asString()
        .contains(
            "PaidDeeply.payments[][].methods[] is the interface %s, and its JSON does not say which class it was"
                .formatted(Method.class.getName()));
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  sealed interface Named {}

  record ByName(String number) implements Named {}

  enum Size {
    SMALL {
      @Override
      int cents() {
        return 1;
      }
    };

    abstract int cents();
  }

  record Code(@JsonValue String text) {
    @JsonCreator
    static Code of(String text) {
      return new Code(text);
    }
  }

  static class Bean {
    private @Nullable String text;

    public @Nullable String getText() {
      return text;
    }

    public void setText(String text) {
      this.text = text;
    }
  }

  record Tree(String name, List<Tree> children, @Nullable Tree parent) {}

  record Open(
      Object any,
      Map<String, Object> map,
      List<?> list,
      Number number,
      CharSequence text,
      JsonNode json) {}

  record ByProperty(
      @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Method method,
      @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) List<Method> methods) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  sealed interface Sealed {}

  record OneOfSealed(Method method) implements Sealed {}

  @Test
  void looksIntoAMessageOfASealedInterface() {
    assertThat(json.unreadableParts(OneOfSealed.class)).hasSize(1);
  }

  record Pair<T>(T left, T right) {}

  record Fine(
      Named named,
      List<Named> names,
      ByName itself,
      Size size,
      EnumMap<Size, Integer> sizes,
      Map<UUID, Set<Code>> codes,
      SortedMap<Integer, Collection<Instant>> times,
      Map<Code, Instant> byCode,
      Bean bean,
      Tree tree,
      int[][] numbers,
      byte[] bytes,
      Optional<Code> maybe,
      OptionalInt count,
      URI uri,
      Locale locale,
      Currency currency,
      ZoneId zone,
      ZonedDateTime zoned,
      TimeUnit unit,
      Pair<Code> pair,
      Class<?> type) {}

  @ParameterizedTest
  @ValueSource(classes = {Fine.class, Open.class, ByProperty.class, Pair.class, Tree.class})
  void acceptsWhatCanBeRead(Class<?> message) {
    assertThat(json.unreadableParts(message)).isEmpty();
  }
}
