package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.handler.ErrorDecision;
import dev.foliot.message.Priority;
import dev.foliot.operation.Subscriptions;
import dev.foliot.operation.UnknownSubscriptionException;
import dev.foliot.projection.View;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How old the oldest message is that a subscription has not handled yet. */
class StalenessIntegrationTests extends ShopTest {
  private static final String BOARD = "board-projector";

  @Autowired private Subscriptions subscriptions;

  private Duration staleness() {
    Duration staleness = domain.viewFor(Board.class).staleness();
    assertThat(staleness)
        .as("the same in the report and for the gauge")
        .isEqualTo(subscriptions.status(BOARD).staleness())
        .isEqualTo(subscriptions.staleness().get(BOARD));
    return staleness;
  }

  private void place(String orderId) {
    domain.process(new Place(orderId, "p1", 1));
  }

  @Test
  void isTheAgeOfTheOldestEventThatIsNotHandled() {
    assertThat(staleness()).isZero();
    place("o1");
    clock.advance(Duration.ofSeconds(30));
    place("o2");
    clock.advance(Duration.ofSeconds(10));

    assertThat(staleness()).isEqualTo(Duration.ofSeconds(40));
    engine().run();

    assertThat(staleness()).isZero();
  }

  @Test
  void eventsForOthersDoNotCount() {
    domain.process(new Receive("p1", 5));
    clock.advance(Duration.ofSeconds(40));

    assertThat(staleness()).isZero();
  }

  @Test
  void parkedEventCountsUntilItIsDiscarded() {
    faults.fail("board", "o1", 10);
    place("o1");
    engine().runUntilIdle();
    String parked = subscriptions.parked(BOARD, 0, 10).get(0).streamId();
    place("o2");
    engine().runUntilIdle();
    clock.set(START.plusSeconds(3_600));

    assertThat(parked).isEqualTo("o1");
    assertThat(staleness()).isEqualTo(Duration.ofHours(1));
    subscriptions.discard(
        BOARD, subscriptions.parked(BOARD, 0, 1).get(0).messageId(), "no board", "Ann");

    assertThat(staleness()).as("nothing waits behind it").isZero();
  }

  @Test
  void eventThatWaitsForItsNextAttemptCounts() {
    faults.fail("board", "o1", 100);
    place("o1");
    engine().run();
    clock.set(START.plusMillis(700));

    assertThat(subscriptions.held(BOARD, 0, 10)).hasSize(1);
    assertThat(staleness()).isEqualTo(Duration.ofMillis(700));
  }

  @Test
  void eventsBehindAHandledFailureCountWhileTheirKeyGoesOn() {
    faults.decide(ErrorDecision.park());
    faults.fail("reservation", "o1", 1);
    place("o1");
    place("o2");
    clock.advance(Duration.ofSeconds(5));
    domain.process(new Cancel("o1"));
    engine().run();
    clock.set(START.plusSeconds(10));
    Duration parked = subscriptions.staleness("reservation");
    subscriptions.discard(
        "reservation",
        subscriptions.parked("reservation", 0, 1).get(0).messageId(),
        "no such product",
        "ann");

    assertThat(parked).isEqualTo(Duration.ofSeconds(10));
    assertThat(subscriptions.staleness("reservation")).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void oldestOfAllSegmentsAndLanesCounts() {
    EngineNode four = EngineOf.copy(node, settings -> EngineOf.withSegments(settings, 4));
    four.register();
    domain.withPriority(Priority.BACKFILL, () -> place("o0"));
    clock.advance(Duration.ofSeconds(7));
    for (int i = 1; i < 20; i++) {
      place("o" + i);
    }

    assertThat(staleness()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void clockThatIsAheadGivesZero() {
    place("o1");
    clock.set(START.minusSeconds(5));

    assertThat(staleness()).isZero();
  }

  @Test
  void allSubscriptionsAreFewStatements() {
    place("o1");
    CountingDataSource counted = (CountingDataSource) dataSource;

    assertThat(counted.statementsOf(subscriptions::staleness)).isLessThanOrEqualTo(5 + 5 * 4);
    engine().run();
    assertThat(counted.statementsOf(subscriptions::staleness)).as("none is behind").isEqualTo(5);
  }

  @Test
  void refusesASubscriptionThatNoHandlerBelongsTo() {
    assertThatThrownBy(() -> subscriptions.staleness("boards"))
        .isExactlyInstanceOf(UnknownSubscriptionException.class)
        .hasMessageContaining("boards")
        .hasMessageContaining(BOARD);
  }

  @Test
  void viewOfTheApplicationSaysWhereStalenessIs() {
    View<Board> own =
        new View<>() {
          @Override
          public Board get(Object id) {
            throw new IllegalArgumentException();
          }

          @Override
          public Optional<Board> find(Object id) {
            return Optional.empty();
          }

          @Override
          public List<Board> findAll() {
            return List.of();
          }

          @Override
          public long count() {
            return 0;
          }

          @Override
          public boolean exists(Object id) {
            return false;
          }
        };

    assertThatThrownBy(own::staleness)
        .isExactlyInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "%s does not measure its staleness. Call domain.subscriptions().staleness(…) with the name of the projector.",
            own.getClass().getName());
  }
}
