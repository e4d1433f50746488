package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.foliot.event.DomainEvent;
import dev.foliot.test.AggregateScenario;
import dev.foliot.test.ScenarioCheck;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** R9: what is raised can be stored, and read as it was. */
class RoundTripTests {
  private static final String REMEDY =
      "Make it a record, and its components records, enums, text, numbers, types of java.time, or lists, sets and maps of these, with text, numbers or enums as keys; declare the exact type, not Object or an interface.\n";
  private static final String OFF =
      "If it is intended: withoutChecking(ScenarioCheck.ROUND_TRIP).\n";

  static AggregateScenario<Ledger> ledger() {
    return AggregateScenario.of(Ledger.class).given(new Ledger());
  }

  private static void assertRefused(Object event, String message) {
    assertThatThrownBy(() -> ledger().when(ledger -> ledger.record(event)))
        .isInstanceOf(AssertionError.class)
        .hasMessage(message);
  }

  @DomainEvent
  record Met(String id, ZonedDateTime at) {}

  @Test
  void acceptsATimeWithAZone() {
    Met met = new Met("m-1", ZonedDateTime.parse("2026-01-01T12:00:00+01:00[Europe/Berlin]"));

    ledger().when(ledger -> ledger.record(met)).thenRaised(met);
  }

  @Test
  void refusesAGivenEventWithoutARequiredComponent() {
    assertThatThrownBy(
            () ->
                AggregateScenario.of(Cart.class)
                    .given(new Cart.CartOpened("c-1", null))
                    .when(basket -> {}))
        .hasMessageContaining(
            Cart.CartOpened.class.getName()
                + " cannot be stored: its component owner is null, and it is required. Give it a value, or annotate it with @Nullable, or make it an Optional.");
  }

  @DomainEvent
  static final class Hidden {
    private final String shown;
    private final List<String> kept;

    Hidden(@JsonProperty("shown") String shown, @JsonProperty("kept") List<String> kept) {
      this.shown = shown;
      this.kept = kept;
    }

    public String getShown() {
      return shown;
    }
  }

  @Test
  void namesThePartWithoutAnAccessor() {
    assertRefused(
        new Hidden("a", List.of("b")),
        """
        Hidden is not the same when it is stored and read again:
             kept: expected [b] but was null
             JSON: {"shown":"a"}
        A value that is missing in the JSON has no accessor, or is left out by an annotation: make the class a record.
        """
            + OFF);
  }

  record Part(String name, @JsonIgnore int secret) {}

  @DomainEvent
  record Parts(List<Part> parts) {}

  @Test
  void namesWhatIsLostWithinAList() {
    assertThatThrownBy(
            () -> ledger().when(ledger -> ledger.record(new Parts(List.of(new Part("p", 4))))))
        .hasMessageContaining("parts[0]");
  }

  interface Shape {}

  record Circle(int radius) implements Shape {}

  @DomainEvent
  record Drawn(String id, List<Shape> shapes) {}

  @Test
  void namesWhatCannotBeRead() {
    assertThatThrownBy(
            () -> ledger().when(ledger -> ledger.record(new Drawn("d", List.of(new Circle(2))))))
        .hasMessageStartingWith(
            """
            Drawn cannot be read again once it is stored:
                 shapes[0]: Cannot construct instance of `dev.foliot.test.scenario.RoundTripTests$Shape`""")
        .hasMessageEndingWith(
            "     JSON: {\"id\":\"d\",\"shapes\":[{\"radius\":2}]}\n" + REMEDY + OFF);
  }

  @DomainEvent
  record Keyed(Map<Circle, Integer> counts) {}

  @Test
  void namesAKeyThatIsNoText() {
    assertThatThrownBy(
            () -> ledger().when(ledger -> ledger.record(new Keyed(Map.of(new Circle(2), 1)))))
        .hasMessageStartingWith("Keyed cannot be read again once it is stored:\n     ")
        .hasMessageContaining("with text, numbers or enums as keys");
  }

  @DomainEvent
  record Anything(Object value) {}

  @Test
  void namesTheTypeThatChanges() {
    assertRefused(
        new Anything(1L),
        """
        Anything is not the same when it is stored and read again:
             value: expected 1 (Long) but was 1 (Integer)
             JSON: {"value":1}
        """
            + REMEDY
            + OFF);
    assertThatThrownBy(() -> ledger().when(ledger -> ledger.record(new Anything(new Circle(1)))))
        .hasMessageContaining("     value: expected Circle[radius=1] but was {radius=1}\n");
  }

  record Closed(Object self) {
    public Object self() {
      throw new IllegalStateException("closed");
    }
  }

  @DomainEvent
  record Sealed(Closed closed) {}

  @Test
  void namesWhatCannotBeWritten() {
    assertThatThrownBy(() -> ledger().when(ledger -> ledger.record(new Sealed(new Closed("a")))))
        .hasMessageStartingWith("Sealed cannot be written as JSON:\n     closed.self: ")
        .hasMessageEndingWith(REMEDY + OFF);
  }

  record Nameless(String id) {}

  @Test
  void wantsADeclaredName() {
    assertRefused(
        new Nameless("n-1"),
        """
        Nameless cannot be stored: dev.foliot.test.scenario.RoundTripTests$Nameless is not annotated with @DomainEvent. Annotate it with @DomainEvent(name = "…"), a name that stays when the class is renamed.
        """
            + OFF);
  }

  @Test
  void checksGivenEventsToo() {
    Ledger given = new Ledger();
    given.record(new Anything(1L));
    AggregateScenario<Ledger> scenario = AggregateScenario.of(Ledger.class).given(given);

    assertThatThrownBy(() -> scenario.when(ledger -> {})).hasMessageContaining("Anything is not");
    assertThatThrownBy(() -> assertThat(given).passes()).hasMessageContaining("Anything is not");
  }

  @Test
  void isSwitchedOffByName() {
    ledger()
        .withoutChecking(ScenarioCheck.ROUND_TRIP)
        .when(ledger -> ledger.record(new Anything(1L)))
        .thenRaised(new Anything(1L));
  }
}
