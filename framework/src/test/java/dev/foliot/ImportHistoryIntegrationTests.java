package dev.foliot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.aggregate.AppendOptions;
import dev.foliot.aggregate.PastEvent;
import dev.foliot.engine.Step;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.message.Lane;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancelled;
import dev.foliot.shop.Shop.Order;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Placed;
import dev.foliot.shop.Shop.Received;
import dev.foliot.shop.Shop.Stock;
import dev.foliot.shop.ShopTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An imported history reaches handlers and projectors, behind what happens now. */
class ImportHistoryIntegrationTests extends ShopTest {
  @Test
  void engineDeliversImportedEventsInTheBackfillLane() { // R31
    domain.append(
        Order.class, "o1", List.of(new Placed("o1", "p1", 1)), AppendOptions.expectedVersion(0));
    domain.process(new Place("o2", "p1", 1));

    EngineRun run = engine().run();

    assertThat(run.steps())
        .filteredOn(step -> step.subscription().equals("reservation"))
        .extracting(Step::streamId, Step::lane, Step::outcome)
        .containsExactly(
            tuple("o2", Lane.PRIMARY, Outcome.HANDLED),
            tuple("o1", Lane.BACKFILL, Outcome.HANDLED));
    assertThat(domain.viewFor(Board.class).get("o1").status()).isEqualTo("placed");
  }

  @Test
  void importedEventsAreNotPublished() {
    domain.append(Order.class, "o1", List.of(new Placed("o1", "p1", 1), new Cancelled("o1")));

    engine().run();

    assertThat(jdbc.queryForObject("select count(*) from foliot_outbox", Long.class)).isZero();
    assertThat(faults.calls()).contains("reservation o1 cancelled").doesNotContain("mail o1");
  }

  @Test
  void historyShowsWhatWasImported() {
    domain.append(
        Stock.class,
        "p1",
        List.of(
            PastEvent.of(new Received("p1", 5)).at(START.minusSeconds(60)), new Received("p1", 2)));

    var history = domain.historyOf(Stock.class, "p1");

    assertThat(domain.repositoryFor(Stock.class).get("p1").available()).isEqualTo(7);
    assertThat(history.asOf(START.minusSeconds(1)).available()).isEqualTo(5);
    assertThat(domain.verifyLog().isSound()).isTrue();
  }
}
