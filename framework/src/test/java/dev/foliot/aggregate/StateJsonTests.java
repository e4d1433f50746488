package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.StateJson;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Shop;
import dev.foliot.testsupport.shop.Voucher;
import dev.foliot.testsupport.shop.Voucher.Decisions;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.annotation.JsonSerialize;

/** Snapshots keep what fields hold, and notice when the fields have changed. */
class StateJsonTests {
  enum Colour {
    RED,
    BLUE
  }

  sealed interface Shape permits Circle, Square {}

  record Circle(BigDecimal radius) implements Shape {}

  record Square(int side, @Nullable String name) implements Shape {}

  /** Private fields, and nothing else. */
  static final class Part {
    private String name;
    private Part next;

    Part() {}
  }

  @SuppressWarnings("unused")
  static class Rich {
    private String text = "t";
    private int number;
    private BigDecimal amount = new BigDecimal("1.50");
    private Instant instant = Instant.parse("2026-01-01T00:00:00.123456Z");
    private ZonedDateTime zoned = ZonedDateTime.parse("2026-07-01T12:00+02:00[Europe/Berlin]");
    private ZonedDateTime utc = ZonedDateTime.parse("2026-07-01T12:00Z[UTC]");
    private LocalDate date = LocalDate.of(2026, 1, 2);
    private Duration duration = Duration.ofMinutes(3);
    private UUID id = new UUID(1, 2);
    private Colour colour = Colour.BLUE;
    private Optional<String> maybe = Optional.of("x");
    private @Nullable String nothing;
    private List<Shape> shapes = List.of();
    private Shape shape = new Circle(BigDecimal.ONE);
    private Part part = new Part();
    private final TreeMap<String, Integer> sorted = new TreeMap<>();
    private final Map<Colour, Set<String>> byColour = new EnumMap<>(Colour.class);
    private final List<Part> parts = new ArrayList<>();
    private transient int secret = 1;
  }

  private static Rich rich() {
    Rich rich = new Rich();
    rich.number = 7;
    rich.text = "é\"\n";
    rich.shapes = List.of(new Circle(new BigDecimal("2.0")), new Square(3, null));
    rich.shape = new Square(4, "s");
    rich.part.name = "outer";
    rich.part.next = new Part();
    rich.part.next.name = "inner";
    rich.sorted.put("b", 2);
    rich.sorted.put("a", 1);
    rich.byColour.put(Colour.RED, Set.of("apple"));
    rich.parts.add(new Part());
    rich.secret = 42;
    return rich;
  }

  record Spoken(@JsonSerialize(using = Language.class) int text) {}

  /** Writes the language that a mapper formats texts in. */
  static final class Language extends ValueSerializer<Integer> {
    @Override
    public void serialize(Integer value, JsonGenerator json, SerializationContext context) {
      json.writeString(context.getLocale().toString());
    }
  }

  @Test
  void writesInNoLanguageOfTheMachine() {
    assertThat(StateJson.write(new Spoken(1), Spoken.class)).isEqualTo("{\"text\":\"\"}");
  }

  @Test
  void keepsEveryField() {
    String json = StateJson.write(rich(), Rich.class);

    Rich again = StateJson.readInto(new Rich(), json);

    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFields("secret")
        .withStrictTypeChecking()
        .ignoringFieldsOfTypes(List.class)
        .isEqualTo(rich());
    assertThat(again.zoned).isEqualTo(rich().zoned);
    assertThat(again.utc.getZone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(again.shapes).isEqualTo(rich().shapes);
    assertThat(again.parts).hasSize(1);
    assertThat(again.secret).isEqualTo(1);
    assertThat(again.sorted).isInstanceOf(TreeMap.class).containsOnlyKeys("a", "b");
    assertThat(again.byColour).isInstanceOf(EnumMap.class);
  }

  record Departure(@JsonFormat(pattern = "dd.MM.yyyy HH:mm VV") ZonedDateTime at) {}

  @Test
  void timeFollowsItsPattern() {
    var departure = new Departure(ZonedDateTime.parse("2026-07-01T12:00+02:00[Europe/Berlin]"));

    String json = StateJson.write(departure, Departure.class);

    assertThat(json).isEqualTo("{\"at\":\"01.07.2026 12:00 Europe/Berlin\"}");
    assertThat(StateJson.read(json, Departure.class)).isEqualTo(departure);
  }

  @Test
  void keepsSealedStates() {
    Shape square = new Square(3, "s");

    String json = StateJson.write(square, Shape.class);

    assertThat(json).isEqualTo("{\"@class\":\"StateJsonTests$Square\",\"side\":3,\"name\":\"s\"}");
    assertThat(StateJson.read(json, Shape.class)).isEqualTo(square);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> StateJson.read("{\"@class\":\"Line\"}", Shape.class))
        .hasMessageContaining("Line");
    assertThatThrownBy(() -> StateJson.readInto(new Rich(), "{\"unknown\":1}"))
        .hasMessageContaining("unknown");
    assertThatThrownBy(() -> StateJson.readInto(new Rich(), "nonsense"))
        .isInstanceOf(RuntimeException.class);
  }

  // ---- the fingerprint

  record First(String name, Part part) {}

  record Second(String name, Part part, int more) {}

  @Test
  void fingerprintFollowsFieldsAndEventVersions() {
    MessageTypes types = Shop.TYPES;
    var account = new ClassFolding<>(Account.class);
    String print = StateFingerprint.of(account, types);

    assertThat(print).hasSize(64).isEqualTo(StateFingerprint.of(account, types));
    assertThat(print).isNotEqualTo(StateFingerprint.of(account, laterVersions()));
    assertThat(StateFingerprint.of(new Shaped<>(First.class, Set.of()), types))
        .isNotEqualTo(StateFingerprint.of(new Shaped<>(Second.class, Set.of()), types));
    var voucher =
        new DeciderFolding<>(Voucher.class, new Decisions(), Set.of(Voucher.Issued.class));
    assertThat(StateFingerprint.of(voucher, types))
        .isNotEqualTo(
            StateFingerprint.of(
                new DeciderFolding<>(Voucher.class, new Decisions(), Set.of()), types));
  }

  private static MessageTypes laterVersions() {
    Map<String, MessageType> types = new LinkedHashMap<>();
    Shop.TYPES
        .all()
        .forEach(
            type ->
                types.put(
                    type.kind() + type.name(),
                    new MessageType(
                        type.kind(),
                        type.name(),
                        type.version() + 1,
                        type.javaType(),
                        type.publishTo())));
    return new MessageTypes(types.values());
  }
}
