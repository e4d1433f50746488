package dev.foliot.test.scenario;

import static dev.foliot.test.FoliotAssertions.*;

import dev.foliot.test.AggregateScenario;
import dev.foliot.test.TestClock;
import dev.foliot.test.scenario.Cart.CartOpened;
import dev.foliot.test.scenario.Cart.CheckedOut;
import dev.foliot.test.scenario.Cart.LineAdded;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Time, ids and what was asked before. */
class ScenarioContextTests {
  private static final UUID FIRST = UUID.fromString("019b796d-d600-7000-ba42-aee7bbe10c45");

  private static AggregateScenario<Cart> cart() {
    return AggregateScenario.of(Cart.class).given(new CartOpened("c-1", "ann"));
  }

  @Test
  void beginsAtAKnownInstantWithKnownIds() {
    cart()
        .when((asked, context) -> asked.checkOut(context.newId(), context.now()))
        .thenRaised(new CheckedOut(FIRST, TestClock.START));
    cart()
        .when((asked, context) -> asked.checkOut(context.ids().next(), context.clock().instant()))
        .thenRaised(new CheckedOut(FIRST, TestClock.START));
  }

  @Test
  void startsAnewForEachRun() {
    AggregateScenario<Cart> scenario = cart();

    for (int run = 0; run < 2; run++) {
      scenario
          .when((asked, context) -> asked.checkOut(context.newId(), context.now()))
          .thenRaised(new CheckedOut(FIRST, TestClock.START))
          .advance(Duration.ofDays(1));
    }
  }

  @Test
  void movesTimeBetweenSteps() {
    Instant given = Instant.parse("2030-01-01T00:00:00Z");

    cart()
        .givenTime(given)
        .when((asked, context) -> asked.checkOut(FIRST, context.now()))
        .thenRaised(new CheckedOut(FIRST, given))
        .advance(Duration.ofHours(1))
        .when((asked, context) -> asked.checkOut(FIRST, context.now()))
        .thenRaised(new CheckedOut(FIRST, Instant.parse("2030-01-01T01:00:00Z")));
  }

  @Test
  void createsFromTheContext() {
    AggregateScenario.of(Cart.class)
        .whenCreated(context -> Cart.open(context.newId().toString()))
        .thenRaised(new CartOpened(FIRST.toString(), "ann"));
  }

  @Test
  void doesNotCountWhatEarlierActionsRaised() {
    cart()
        .givenAction(asked -> asked.add("pen", 1, "1.00"))
        .givenAction((asked, context) -> asked.checkOut(context.newId(), context.now()))
        .when(asked -> asked.add("ink", 1, "1.00"))
        .thenRaised(LineAdded.class)
        .andState(state -> assertThat(state.version()).isEqualTo(4));
  }

  @Test
  void failsWhenAnEarlierActionIsRejected() {
    AggregateScenario<Cart> scenario = cart().givenAction(asked -> asked.add("pen", -1, "1.00"));

    assertThatThrownBy(() -> scenario.when(asked -> {}))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("Cart c-1 rejected this step with ")
        .hasMessageContaining("nothingNegative must hold");
    assertThatThrownBy(() -> cart().givenAction(asked -> {}).when(() -> Cart.open("c-2")))
        .hasMessageContaining("The scenario is given a Cart, which exists");
  }
}
