package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.handler.RetryPolicy;
import dev.foliot.operation.SubscriptionReport;
import dev.foliot.operation.Subscriptions;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/** Every node can say which subscriptions pause on another one, as long as that one lives. */
class PublishCircuitStateIntegrationTests extends ShopTest {
  private static final String RESERVATION = "reservation";

  @Autowired private Subscriptions subscriptions;

  private final List<Membership> members = new ArrayList<>();

  @AfterEach
  void nobodyStays() {
    members.forEach(Membership::crash);
  }

  @Test
  void statusNamesNodeTimesAndErrorOfWhatPauses() {
    Membership member = joinWithEverything();
    paymentsAreAway();
    work(member);
    assertThat(circuits()).isEmpty();

    member.circuits().step();

    String name = subscriptions.status().nodes().get(0).node();
    assertThat(circuits())
        .containsExactly(
            new CircuitReport(
                name, START, START.plusSeconds(1), "java.lang.IllegalStateException"));
    assertThat(subscriptions.status().subscriptions())
        .filteredOn(each -> !each.circuits().isEmpty())
        .extracting(SubscriptionReport::name)
        .containsExactly(RESERVATION);
  }

  @Test
  void newTryIsToldAndSoIsItsEnd() {
    Membership member = joinWithEverything();
    paymentsAreAway();
    work(member);
    member.circuits().step();
    clock.advance(Duration.ofSeconds(1));
    work(member);
    member.circuits().step();
    assertThat(circuits())
        .extracting(CircuitReport::since, CircuitReport::nextTry)
        .containsExactly(tuple(START, START.plusSeconds(3)));

    faults.reset();
    clock.advance(Duration.ofSeconds(2));
    work(member);
    member.circuits().step();

    assertThat(circuits()).isEmpty();
  }

  // R30: whoever has nothing new to say asks the database nothing
  @Test
  void writesOnlyWhatHasChanged() {
    Membership member = joinWithEverything();
    CountingDataSource counting = (CountingDataSource) dataSource;
    counting.reset();
    member.circuits().step();
    assertThat(counting.statements()).isEmpty();
    paymentsAreAway();
    work(member);
    counting.reset();

    member.circuits().step();
    member.circuits().step();

    assertThat(counting.statements()).hasSize(1);
  }

  @Test
  void tellsAgainWhatItCouldNotTell() {
    Membership member = joinWithEverything();
    paymentsAreAway();
    work(member);
    jdbc.execute("alter table foliot_node_subscription rename to elsewhere");
    try {
      assertThatThrownBy(() -> member.circuits().step()).isInstanceOf(DataAccessException.class);
    } finally {
      jdbc.execute("alter table elsewhere rename to foliot_node_subscription");
    }
    assertThat(circuits()).isEmpty();

    member.circuits().step();

    assertThat(circuits()).hasSize(1);
  }

  @Test
  void whatIsNotTheNodesAnyMoreIsTakenBack() {
    Membership member = joinWithEverything();
    paymentsAreAway();
    work(member);
    member.circuits().step();

    jdbc.update(
        "update foliot_subscription set paused_at = current_timestamp where name = 'reservation'");
    look(member);
    member.circuits().step();

    assertThat(circuits()).isEmpty();
  }

  @Test
  void deadNodePausesNothing() {
    Membership member = joinWithEverything();
    paymentsAreAway();
    work(member);
    member.circuits().step();

    jdbc.update("update foliot_node set lease_until = current_timestamp - interval '1' second");

    assertThat(circuits()).isEmpty();
  }

  private List<CircuitReport> circuits() {
    return subscriptions.status(RESERVATION).circuits();
  }

  private void paymentsAreAway() {
    for (int i = 0; i < 5; i++) {
      faults.fail(RESERVATION, "o" + i, Integer.MAX_VALUE);
      domain.process(new Place("o" + i, "p1", 1));
    }
  }

  private Membership joinWithEverything() {
    RetryPolicy pauses =
        new RetryPolicy(Integer.MAX_VALUE, Duration.ofSeconds(1), 2, Duration.ofSeconds(20), 0);
    Membership member =
        EngineOf.copy(
                node,
                settings ->
                    EngineOf.withCircuitBreaker(
                        settings,
                        new CircuitBreakerSettings(CircuitBreakerSettings.Use.ALWAYS, 3, pauses)))
            .join(delivery -> {}, () -> 0.5);
    members.add(member);
    look(member);
    assertThat(member.open().segments()).hasSize(5);
    return member;
  }

  private static void look(Membership member) {
    member.share().lookAtOnce();
    member.share().step(owned -> true);
  }

  private static void work(Membership member) {
    boolean more = true;
    while (more) {
      more = member.open().feed().step();
      for (Segment segment : member.open().segments()) {
        more |= segment.hasWork() && segment.step();
      }
    }
  }
}
