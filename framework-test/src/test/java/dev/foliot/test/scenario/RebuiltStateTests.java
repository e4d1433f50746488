package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateLifecycle;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.aggregate.InvariantViolationException;
import dev.foliot.event.DomainEvent;
import dev.foliot.test.AggregateScenario;
import dev.foliot.test.ScenarioCheck;
import dev.foliot.test.scenario.Cart.CartOpened;
import dev.foliot.test.scenario.Cart.Line;
import dev.foliot.test.scenario.Cart.LineAdded;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the events make is what is at work. */
class RebuiltStateTests {
  private final AggregateScenario<Cart> cart =
      AggregateScenario.of(Cart.class)
          .given(
              new CartOpened("c-1", "ann"),
              new LineAdded("c-1", new Line("pen", 2, new BigDecimal("1.50"))));

  @Test
  void namesTheFieldChangedWithoutAnEvent() {
    assertThatThrownBy(() -> cart.when(Cart::countAsking))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            Cart c-1 has state that does not follow from its events:
                 asked: 0 by its events, but it is 1
            Change state only where an event is applied, with the values of the event: time, random values and other data belong in the event. If a field is not state, make it transient.
            If it is intended: withoutChecking(ScenarioCheck.REBUILT_STATE).
            """);
  }

  @Test
  void looksIntoSuperclassesAndNestedValues() {
    assertThatThrownBy(() -> cart.when(changed -> changed.takeOver("bob")))
        .hasMessageContaining("     owner: \"ann\" by its events, but it is \"bob\"\n")
        .hasMessageContaining("     version: 7 by its events, but it is 8\n");
    assertThatThrownBy(() -> cart.when(changed -> changed.correct("pen", 3)))
        .hasMessageContaining("     lines[pen].quantity: 2 by its events, but it is 3\n");
  }

  @Test
  void findsWhatARejectionLeftBehind() {
    assertThatThrownBy(() -> cart.when(Cart::countAskingAndRefuse))
        .hasMessageContaining("     asked: 0 by its events, but it is 1\n");
  }

  @Test
  void findsItInALaterStep() {
    var outcome = cart.when(added -> added.add("ink", 1, "9.00")).thenRaised(LineAdded.class);

    assertThatThrownBy(() -> outcome.when(Cart::countAsking)).hasMessageContaining("asked: 0");
  }

  @Test
  void acceptsWhatFollowsFromTheEvents() {
    cart.when(added -> added.add("ink", 1, "9.00"))
        .thenRaised(LineAdded.class)
        .when(added -> added.add("nib", -1, "9.00"))
        .thenRejected(InvariantViolationException.class)
        .andNothingRaised()
        .when(added -> added.addTwice("nib", 1))
        .thenRejected(InvariantViolationException.class)
        .andState(kept -> assertThat(kept.size()).isPositive());
    AggregateScenario.of(Cart.class).when(() -> Cart.open("c-2")).thenRaised(CartOpened.class);
  }

  @Test
  void isSwitchedOffByName() {
    cart.withoutChecking(ScenarioCheck.REBUILT_STATE).when(Cart::countAsking).thenRaisedNothing();
  }

  @Test
  void checksAnAggregateThatIsGivenItself() {
    AggregateScenario<Cart> given = AggregateScenario.of(Cart.class).given(Cart.open("c-1"));

    assertThatThrownBy(() -> given.when(Cart::countAsking)).hasMessageContaining("asked: 0");
  }

  @Test
  void leavesOutAnAggregateWhoseEventsAreStored() {
    Cart stored = AggregateLifecycle.recreate(Cart.class, List.of(new CartOpened("c-1", "ann")));

    AggregateScenario.of(Cart.class)
        .given(stored)
        .when(added -> added.add("pen", 1, "1.00"))
        .thenRaised(LineAdded.class);
  }

  @Test
  void checksAnAggregateOutsideOfScenarios() {
    Cart opened = Cart.open("c-1");
    assertThat(opened).passes().passes(ScenarioCheck.ROUND_TRIP);

    opened.countAsking();

    assertThatThrownBy(() -> assertThat(opened).passes()).hasMessageContaining("asked: 0");
    assertThat(opened).passes(ScenarioCheck.ROUND_TRIP, ScenarioCheck.IMMUTABLE_EVENTS);
  }

  @Test
  void findsChanceInApply() {
    assertThatThrownBy(
            () -> AggregateScenario.of(Lottery.class).given(new Drawn("l-1")).when(l -> {}))
        .hasMessageContaining("     number: ");
  }

  @Test
  void findsApplyThatRefuses() {
    assertThatThrownBy(
            () -> AggregateScenario.of(Lottery.class).when(() -> Lottery.drawOnce("l-2")))
        .hasMessage(
            """
            Lottery l-2 cannot be made again from its events: java.lang.IllegalStateException: drawn twice
            An @Apply method changes state and nothing else; it cannot refuse an event.
            If it is intended: withoutChecking(ScenarioCheck.REBUILT_STATE).
            """);
  }

  @DomainEvent
  record Drawn(String id) {}

  @Aggregate
  static class Lottery extends EventSourcedAggregate {
    private static final Random CHANCE = new Random();
    private static int drawn;
    private String id;
    private long number;

    static Lottery drawOnce(String id) {
      drawn = 1;
      Lottery lottery = new Lottery();
      lottery.raise(new Drawn(id));
      return lottery;
    }

    @Apply
    void on(Drawn event) {
      if (event.id().equals("l-2") && drawn++ > 1) {
        throw new IllegalStateException("drawn twice");
      }
      id = event.id();
      number = CHANCE.nextLong();
    }

    @Override
    public String id() {
      return id;
    }
  }

  @DomainEvent
  record Begun(String id, List<String> names) {}

  @DomainEvent
  record Named(String name) {}

  @Aggregate
  static class Sharing extends EventSourcedAggregate {
    private String id;
    private List<String> names;

    void name(String name) {
      raise(new Named(name));
    }

    @Apply
    void on(Begun event) {
      id = event.id();
      names = event.names();
    }

    @Apply
    void on(Named event) {
      names.add(event.name());
    }

    @Override
    public String id() {
      return id;
    }
  }

  @Test
  void doesNotDisturbTheAggregateAtWork() {
    AggregateScenario.of(Sharing.class)
        .withoutChecking(ScenarioCheck.IMMUTABLE_EVENTS)
        .given(new Begun("s-1", new ArrayList<>()))
        .when(shared -> shared.name("a"))
        .thenRaised(Named.class)
        .when(shared -> shared.name("b"))
        .thenRaised(Named.class)
        .andState(shared -> assertThat(shared.names).containsExactly("a", "b"));
  }

  @DomainEvent
  record Measured(Object value) {}

  @Aggregate
  static class Meter extends EventSourcedAggregate {
    private Object value;

    void measure(Object measured) {
      raise(new Measured(measured));
    }

    @Apply
    void on(Measured event) {
      value = event.value();
    }

    @Override
    public String id() {
      return "m-1";
    }
  }

  @Test
  void blamesTheEventBeforeTheState() {
    AggregateScenario<Meter> meter = AggregateScenario.of(Meter.class);

    assertThatThrownBy(() -> meter.when(asked -> asked.measure(1L)))
        .hasMessageContaining("Measured is not the same when it is stored and read again")
        .hasMessageNotContaining("follow from its events");
  }
}
