package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.aggregate.InvariantViolationException;
import dev.foliot.test.AggregateScenario;
import dev.foliot.test.DeciderScenario;
import dev.foliot.test.ScenarioCheck;
import dev.foliot.test.TestClock;
import dev.foliot.test.scenario.Parcels.Pack;
import dev.foliot.test.scenario.Parcels.Packed;
import dev.foliot.test.scenario.Parcels.Parcel;
import dev.foliot.test.scenario.Parcels.ParcelCommand;
import dev.foliot.test.scenario.Parcels.ParcelEvent;
import dev.foliot.test.scenario.Parcels.Send;
import dev.foliot.test.scenario.Parcels.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Scenarios of deciders, with the checks that those of classes have. */
class DeciderScenarioTests {
  private static final UUID LABEL = new UUID(1, 2);

  private final DeciderScenario<ParcelCommand, Parcel, ParcelEvent> parcel =
      AggregateScenario.of(new Parcels());

  private static Pack pack(String... items) {
    return new Pack("p-1", List.of(items));
  }

  private static Send send() {
    return new Send("p-1", LABEL, TestClock.START);
  }

  @Test
  void decidesAndEvolves() {
    parcel
        .given(new Packed("pen"))
        .when(pack("ink", "nib"))
        .thenRaised(new Packed("ink"), new Packed("nib"))
        .andState(state -> assertThat(state.items()).containsExactly("pen", "ink", "nib"))
        .when(send())
        .thenRaised(new Sent(LABEL, TestClock.START))
        .when(pack("cap"))
        .thenRejected(IllegalStateException.class)
        .andNothingRaised()
        .andState(state -> assertThat(state.sent()).isTrue());
  }

  @Test
  void beginsWithEarlierCommands() {
    parcel
        .given(new Packed("pen"))
        .givenCommands(pack("ink"), send())
        .when(pack("cap"))
        .thenRejected(IllegalStateException.class, e -> assertThat(e).hasMessageContaining("p-1"));
    assertThatThrownBy(() -> parcel.givenCommands(pack("cap")).when(send()))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "Parcel p-1 rejected this step with java.lang.IllegalStateException: Parcel p-1 is away.");
  }

  @Test
  void sendsNothingForNothing() {
    parcel.when(pack()).thenRaisedNothing();
  }

  @Test
  void refusesWhatBreaksAnInvariant() {
    parcel
        .given(new Packed("pen"))
        .when(pack("a", "b", "c"))
        .thenRejected(InvariantViolationException.class)
        .andNothingRaised()
        .andState(state -> assertThat(state.items()).containsExactly("pen"));
  }

  @Test
  void handsOutTimeAndIds() {
    Instant given = Instant.parse("2030-01-01T00:00:00Z");
    parcel
        .givenTime(given)
        .when(context -> new Send("p-1", LABEL, context.now()))
        .thenRaised(new Sent(LABEL, given));
    AggregateScenario.of(new Parcels())
        .when(pack("pen"))
        .thenRaised(Packed.class)
        .advance(Duration.ofSeconds(1))
        .when(context -> new Send("p-1", context.newId(), context.now()))
        .thenRaised(eventIgnoring(new Sent(LABEL, TestClock.START.plusSeconds(1)), "label"));
  }

  @Test
  void showsTheDifference() {
    assertThatThrownBy(() -> parcel.when(pack("pen")).thenRaised(new Packed("ink")))
        .hasMessage(
            """
            Parcel p-1 did not raise the expected events:
              1. differs     Packed
                             item: expected "ink" but was "pen"
            """);
  }

  @Test
  void isAboutOneAggregate() {
    var outcome = parcel.when(pack("pen")).thenRaised(Packed.class);

    assertThatThrownBy(() -> outcome.when(new Pack("p-2", List.of("ink"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Parcels.aggregateId(…) gave p-2 for Pack[parcelId=p-2, items=[ink]], but a scenario is about one aggregate, here p-1.");
    assertThatThrownBy(() -> AggregateScenario.of(new Parcels()).when(new Pack("", List.of())))
        .hasMessageContaining("gave  for Pack");
  }

  static class ChangesStateInDecide extends Parcels {
    @Override
    public Parcel initialState() {
      return new Parcel(new ArrayList<>(), false);
    }

    @Override
    public List<ParcelEvent> decide(ParcelCommand command, Parcel parcel) {
      parcel.items().add("by the way");
      return super.decide(command, parcel);
    }
  }

  @Test
  void findsDecideThatChangesState() {
    assertThatThrownBy(() -> AggregateScenario.of(new ChangesStateInDecide()).when(pack("pen")))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            ChangesStateInDecide.decide(…) changed its state argument when it was called with Pack[parcelId=p-1, items=[pen]]:
                 items[0]: nothing, then "by the way"
            It must not change the state, because the state may be cached and shared. Make the state a record of records and unmodifiable collections.
            If it is intended: withoutChecking(ScenarioCheck.PURE_DECIDER).
            """);
  }

  @Test
  void findsItWithoutWatchingToo() {
    var scenario =
        AggregateScenario.of(new ChangesStateInDecide())
            .withoutChecking(ScenarioCheck.PURE_DECIDER);

    assertThatThrownBy(() -> scenario.when(pack("pen")))
        .hasMessageStartingWith(
            """
            Parcel p-1 has state that does not follow from its events:
                 items[0]: "pen" by its events, but it is "by the way"
                 items[1]: nothing by its events, but it is "pen"
            """);
  }

  static class ChangesStateInEvolve extends Parcels {
    private final Parcel shared = new Parcel(new ArrayList<>(), false);

    @Override
    public Parcel initialState() {
      return shared;
    }

    @Override
    public Parcel evolve(Parcel parcel, ParcelEvent event) {
      parcel.items().add(((Packed) event).item());
      return parcel;
    }
  }

  @Test
  void findsEvolveThatChangesState() {
    assertThatThrownBy(() -> AggregateScenario.of(new ChangesStateInEvolve()).when(pack("pen")))
        .hasMessage(
            """
            ChangesStateInEvolve.evolve(…) changed its state argument when it was called with Packed[item=pen]:
                 items[0]: nothing, then "pen"
            It must not change the state but return a new one, because the state may be cached and shared. Make the state a record of records and unmodifiable collections.
            If it is intended: withoutChecking(ScenarioCheck.PURE_DECIDER).
            """);
    assertThatThrownBy(
            () ->
                AggregateScenario.of(new ChangesStateInEvolve())
                    .given(new Packed("ink"))
                    .when(pack()))
        .hasMessageContaining("with Packed[item=ink]:");
  }

  static class DecidesByChance extends Parcels {
    private int count;

    @Override
    public List<ParcelEvent> decide(ParcelCommand command, Parcel parcel) {
      return List.of(new Packed("item " + count++));
    }
  }

  @Test
  void findsDecideThatDependsOnMore() {
    assertThatThrownBy(() -> AggregateScenario.of(new DecidesByChance()).when(pack("pen")))
        .hasMessage(
            """
            DecidesByChance.decide(…) returned something else when it was called again with Pack[parcelId=p-1, items=[pen]]:
                 [0].item: "item 0", then "item 1"
            It must depend on its arguments alone: time, random values and other data belong in the command.
            If it is intended: withoutChecking(ScenarioCheck.PURE_DECIDER).
            """);
  }

  static class EvolvesByChance extends Parcels {
    private boolean turn;

    @Override
    public Parcel evolve(Parcel parcel, ParcelEvent event) {
      turn = !turn;
      return new Parcel(List.of(), turn);
    }
  }

  @Test
  void findsEvolveThatDependsOnMore() {
    assertThatThrownBy(() -> AggregateScenario.of(new EvolvesByChance()).when(pack("pen")))
        .hasMessageContaining("EvolvesByChance.evolve(…) returned something else when")
        .hasMessageContaining("     sent: true, then false\n")
        .hasMessageContaining("belong in the event.");
  }
}
