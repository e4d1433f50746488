package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.Decider;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.Invariant;
import dev.foliot.aggregate.InvariantViolationException;
import dev.foliot.aggregate.StateStoredAggregate;
import dev.foliot.command.Command;
import dev.foliot.event.DomainEvent;
import dev.foliot.test.AggregateScenario;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scenario rejects a step whose commit would be refused. */
class CommitChecksTests {
  @DomainEvent
  record LabelPrinted(String text) {}

  @DomainEvent
  record LabelTorn() {}

  /** Its text is its id. */
  @Aggregate
  static class Label extends EventSourcedAggregate {
    private @Nullable String text;

    static Label print(String text) {
      Label label = new Label();
      label.raise(new LabelPrinted(text));
      return label;
    }

    void tear() {
      raise(new LabelTorn());
    }

    @Apply
    void on(LabelPrinted event) {
      text = event.text();
    }

    @Apply
    void on(LabelTorn event) {}

    @Override
    public @Nullable String id() {
      return text;
    }
  }

  private final AggregateScenario<Label> label = AggregateScenario.of(Label.class);

  @Test
  void rejectsAnIdThatIsTooLong() {
    label
        .when(() -> Label.print("x".repeat(501)))
        .thenRejected(
            IllegalArgumentException.class,
            refused ->
                assertThat(refused)
                    .hasMessageStartingWith(
                        "The id of label has 501 characters, more than the 500"));
  }

  @Test
  void rejectsAnIdThatADatabaseWouldChange() {
    label.when(() -> Label.print("a\0b")).thenRejected(IllegalArgumentException.class);
    label.when(() -> Label.print("x".repeat(500))).thenRaised(LabelPrinted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void rejectsEventsWithoutAnId(String text) {
    label
        .given(new LabelPrinted(text))
        .when(Label::tear)
        .thenRejected(
            IllegalStateException.class,
            refused -> assertThat(refused).hasMessageContaining("its id() is null or blank"));
  }

  @Test
  void accusesATextThatADatabaseWouldChange() {
    assertThatThrownBy(
            () -> AggregateScenario.of(Ledger.class).given(new Ledger()).when(this::recordHalf))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "LabelPrinted cannot be stored as it is: its JSON has half of a surrogate pair, U+D83D, at index ")
        .hasMessageEndingWith("If it is intended: withoutChecking(ScenarioCheck.ROUND_TRIP).\n");
  }

  private void recordHalf(Ledger ledger) {
    ledger.record(new LabelPrinted("half \ud83d"));
  }

  /** Changes its row after its event. */
  @Aggregate
  static class Tank extends StateStoredAggregate {
    private int litres;

    void drain(int taken) {
      raise(new LabelTorn());
      litres -= taken;
    }

    @Invariant
    boolean isNotOverdrawn() {
      return litres >= 0;
    }

    @Override
    public String id() {
      return "t-1";
    }
  }

  @Test
  void rejectsAStateThatBreaksAnInvariantAtTheEnd() {
    AggregateScenario.of(Tank.class)
        .given(new Tank())
        .when(tank -> tank.drain(1))
        .thenRejected(InvariantViolationException.class);
  }

  @Command
  record Rename(String id) {}

  @Test
  void rejectsAnIdOfADeciderThatCannotBeStored() {
    AggregateScenario.of(new Names())
        .when(new Rename("x".repeat(501)))
        .thenRejected(IllegalArgumentException.class);
    assertThatThrownBy(() -> AggregateScenario.of(new Names()).when(new Rename("null")))
        .hasMessageContaining("aggregateId(…) gave null for Rename[id=null]");
  }

  record Name() {}

  private static final class Names implements Decider<Rename, Name, LabelTorn> {
    @Override
    public String aggregateId(Rename command) {
      return command.id();
    }

    @Override
    public Name initialState() {
      return new Name();
    }

    @Override
    public List<LabelTorn> decide(Rename command, Name state) {
      return List.of(new LabelTorn());
    }

    @Override
    public Name evolve(Name state, LabelTorn event) {
      return state;
    }
  }
}
