package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;

/** R9: what is stored comes back, and what cannot be read says why. */
class MessageJsonTests {
  private static final UUID ID = UUID.fromString("01932b7c-8a00-7abc-8def-0123456789ab");

  enum Size {
    SMALL,
    LARGE
  }

  record Money(BigDecimal amount, String currency) {}

  record Line(String product, int quantity, Money price) {}

  record Everything(
      UUID id,
      boolean yes,
      long number,
      double ratio,
      BigDecimal decimal,
      Instant instant,
      OffsetDateTime offset,
      LocalDate date,
      Duration duration,
      Size size,
      Money money,
      List<Line> lines,
      Set<Size> sizes,
      Map<Size, Money> prices,
      Map<String, List<Instant>> times) {}

  record Gaps(
      String required,
      @Nullable String maybe,
      Optional<String> optional,
      OptionalInt number,
      @Nullable Money money) {}

  record Single(String value) {}

  record Nested(List<Line> lines) {}

  /** Prints itself for people, in words that may change, and that two constants may share. */
  enum Step {
    UP,
    DOWN;

    @Override
    public String toString() {
      return "a step";
    }
  }

  record Steps(List<Step> all, Map<Step, Integer> counts) {}

  record Spoken(@JsonSerialize(using = Language.class) String text) {}

  /** Writes the language that a mapper formats texts in. */
  static final class Language extends ValueSerializer<String> {
    @Override
    public void serialize(String value, JsonGenerator json, SerializationContext context) {
      json.writeString(context.getLocale().toString());
    }
  }

  private final MessageJson json =
      new MessageJson(
          new MessageTypes(
              List.of(
                  type("everything", 1, Everything.class),
                  type("gaps", 1, Gaps.class),
                  type("single", 2, Single.class),
                  type("nested", 1, Nested.class))));

  private static MessageType type(String name, int version, Class<?> javaType) {
    return new MessageType(MessageKind.EVENT, name, version, javaType, null);
  }

  private RecordedMessage stored(String type, int version, String payload) {
    return stored(MessageKind.EVENT, type, version, payload);
  }

  private RecordedMessage stored(MessageKind kind, String type, int version, String payload) {
    Metadata metadata =
        new Metadata(
            ID, "c", null, Priority.NORMAL, Instant.EPOCH, type, version, null, null, Map.of());
    return new RecordedMessage(
        1, kind, "order", "42", 1, Lane.PRIMARY, false, metadata, payload, json);
  }

  @Test
  void bringsEveryValueBackWithItsType() {
    Everything everything =
        new Everything(
            ID,
            true,
            Long.MAX_VALUE,
            0.1,
            new BigDecimal("10.500"),
            Instant.parse("2026-11-01T10:00:00.123456Z"),
            OffsetDateTime.parse("2026-11-01T10:00:00.5+05:30"),
            LocalDate.parse("2026-02-28"),
            Duration.ofMillis(1500),
            Size.LARGE,
            new Money(new BigDecimal("1E+3"), "EUR"),
            List.of(new Line("a", 2, new Money(new BigDecimal("0.00"), "EUR"))),
            Set.of(Size.SMALL),
            Map.of(Size.SMALL, new Money(new BigDecimal("7.10"), "EUR")),
            Map.of("at", List.of(Instant.parse("2026-11-01T10:00:00Z"))));

    Object read = stored("everything", 1, json.write(everything)).payload();

    assertThat(read).isEqualTo(everything);
  }

  @Test
  void writesAnEnumByTheNameOfItsConstant() {
    String written = json.write(new Steps(List.of(Step.UP, Step.DOWN), Map.of(Step.DOWN, 1)));

    assertThat(written).isEqualTo("{\"all\":[\"UP\",\"DOWN\"],\"counts\":{\"DOWN\":1}}");
    assertThat(json.read(written, Steps.class))
        .isEqualTo(new Steps(List.of(Step.UP, Step.DOWN), Map.of(Step.DOWN, 1)));
  }

  // With a pattern such as "d MMM uuuu" a name of a month would be that of one machine
  @Test
  void writesInNoLanguageOfTheMachine() {
    assertThat(json.write(new Spoken("any"))).isEqualTo("{\"text\":\"\"}");
  }

  @Test
  void acceptsThatOptionalComponentsAreMissing() {
    Object read = stored("gaps", 1, "{\"required\": \"r\"}").payload();

    assertThat(read).isEqualTo(new Gaps("r", null, Optional.empty(), OptionalInt.empty(), null));
  }

  @Test
  void bringsEmptyAndFilledOptionalsBack() {
    Gaps filled =
        new Gaps("r", "m", Optional.of("o"), OptionalInt.of(3), new Money(BigDecimal.ONE, "EUR"));
    Gaps empty = new Gaps("r", null, Optional.empty(), OptionalInt.empty(), null);

    assertThat(stored("gaps", 1, json.write(filled)).payload()).isEqualTo(filled);
    assertThat(stored("gaps", 1, json.write(empty)).payload()).isEqualTo(empty);
  }

  @Test
  void ignoresUnknownFields() {
    Object read = stored("single", 2, "{\"value\": \"v\", \"gone\": {\"a\": 1}}").payload();

    assertThat(read).isEqualTo(new Single("v"));
  }

  @Test
  void namesTheComponentThatIsMissing() {
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(() -> stored("single", 2, "{}").payload())
        .withMessageStartingWith(
            "Message %s of type single version 2 cannot be read: field value: ".formatted(ID))
        .satisfies(
            unreadable -> {
              assertThat(unreadable.type()).isEqualTo("single");
              assertThat(unreadable.typeVersion()).isEqualTo(2);
              assertThat(unreadable.messageId()).isEqualTo(ID);
            });
  }

  @Test
  void namesTheComponentOfANestedRecordThatIsMissing() {
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(
            () ->
                stored("nested", 1, "{\"lines\": [{\"product\": \"a\", \"quantity\": 1}]}")
                    .payload())
        .withMessageContaining("field lines.[0].price: ");
  }

  @Test
  void refusesAnExplicitNullForARequiredPrimitive() {
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(
            () ->
                stored(
                        "nested",
                        1,
                        "{\"lines\": [{\"product\": \"a\", \"quantity\": null, \"price\": {\"amount\": 1, \"currency\": \"EUR\"}}]}")
                    .payload())
        .withMessageContaining("quantity");
  }

  @Test
  void saysThatJsonIsBroken() {
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(() -> stored("single", 2, "{\"value\":").payload())
        .withMessageStartingWith(
            "Message %s of type single version 2 cannot be read: ".formatted(ID));
  }

  @Test
  void refusesAVersionOfTheFuture() {
    assertThatExceptionOfType(UnreadableMessageException.class)
        .isThrownBy(() -> stored("single", 3, "{\"value\": \"v\"}").payload())
        .withMessage(
            "Message %s of type single version 3 cannot be read: this application knows versions up to 2. Deploy the version that wrote it, then retry."
                .formatted(ID));
  }

  record Meeting(ZonedDateTime at, Map<ZonedDateTime, String> later) {}

  @Test
  void keepsTheZoneOfATime() {
    ZonedDateTime berlin = ZonedDateTime.parse("2026-07-01T12:00:00+02:00[Europe/Berlin]");
    ZonedDateTime utc = ZonedDateTime.parse("2026-07-01T12:00:00Z[UTC]");
    Meeting meeting = new Meeting(berlin, Map.of(utc, "b", berlin, "c"));

    assertThat(json.read(json.write(meeting), Meeting.class)).isEqualTo(meeting);
  }

  record Departure(
      @JsonFormat(pattern = "dd.MM.yyyy HH:mm VV") ZonedDateTime at, ZonedDateTime arrival) {}

  // Jackson reads by the pattern, but would write the zone in its own form
  @Test
  void timeFollowsItsPattern() {
    ZonedDateTime berlin = ZonedDateTime.parse("2026-07-01T12:00+02:00[Europe/Berlin]");
    Departure departure = new Departure(berlin, berlin);

    String written = json.write(departure);

    assertThat(written)
        .isEqualTo(
            """
            {"at":"01.07.2026 12:00 Europe/Berlin","arrival":"2026-07-01T12:00:00+02:00[Europe/Berlin]"}""");
    assertThat(json.read(written, Departure.class)).isEqualTo(departure);
  }

  interface Priced {
    default int getCents() {
      return 100;
    }
  }

  record Ordered(String id, int quantity) implements Priced {
    public boolean isLarge() {
      return quantity > 100;
    }

    public String getId() {
      return "order " + id;
    }

    @JsonProperty
    public String label() {
      return "named on purpose";
    }
  }

  @Test
  void storesTheComponentsOfARecordAlone() {
    assertThat(json.write(new Ordered("o", 1)))
        .isEqualTo("{\"id\":\"o\",\"quantity\":1,\"label\":\"named on purpose\"}");
  }

  record Measured(BigInteger value, BigDecimal ratio, Map<String, String> names) {}

  record Nest(List<Nest> inner) {}

  @Test
  void readsAllThatItWrites() {
    BigInteger digits = BigInteger.TEN.pow(5_000);
    BigDecimal ratio =
        new BigDecimal(digits).movePointLeft(2_500).add(BigDecimal.ONE.movePointLeft(9));
    Measured measured = new Measured(digits, ratio, Map.of("n".repeat(60_000), "v"));
    Nest nest = new Nest(List.of());
    for (int depth = 0; depth < 240; depth++) {
      nest = new Nest(List.of(nest));
    }

    assertThat(json.read(json.write(measured), Measured.class)).isEqualTo(measured);
    assertThat(json.read(json.write(nest), Nest.class)).isEqualTo(nest);
  }

  record Imported(JsonNode data, double ratio, float weight) {}

  @Test
  void readsTreesWithAllDigits() {
    String stored = "{\"data\":12345678901234567.89,\"ratio\":1.0E10,\"weight\":1.1}";

    Imported read = json.read(stored, Imported.class);

    assertThat(json.write(read)).isEqualTo(stored);
    assertThat(json.fingerprint(read)).isEqualTo(Sha256.of(stored));
    assertThat(json.read("1000.00", JsonNode.class)).hasToString("1000.00");
  }

  @Test
  void readsAPublishedMessageAsTheEventThatItIs() {
    Object read = stored(MessageKind.PUBLISHED, "single", 2, "{\"value\": \"v\"}").payload();

    assertThat(read).isEqualTo(new Single("v"));
  }
}
