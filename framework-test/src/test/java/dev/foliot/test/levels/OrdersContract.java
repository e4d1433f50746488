package dev.foliot.test.levels;

import static dev.foliot.test.FoliotAssertions.assertThat;
import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.test.Flow;
import dev.foliot.test.Runs;
import dev.foliot.test.WorkflowTestRun;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * N11: a command leads to an event and starts a run; it waits for an event of another aggregate and
 * for two hours, and sends a command, whose event updates a projection.
 */
abstract class OrdersContract {
  @Autowired Domain domain;
  @Autowired ShippedOrders shipped;

  @Test
  void n11OrderIsShipped(Runs runs, Flow flow) {
    domain.process(new Shop.PlaceOrder("o-1"));
    deliver();
    WorkflowTestRun<String> run = runs.find("run-o-1", Fulfilment.class);
    assertThat(run.result()).isWaitingFor("cooling");
    assertThat(shipped.count()).isZero();

    run.advance(ofHours(2));

    assertThat(run.result())
        .hasResult("parcel of o-1")
        .sent(new Shop.ShipOrder("o-1"))
        .took(ofHours(2));
    assertThat(shipped.findAll()).extracting(ShippedOrder::orderId).containsExactly("o-1");
    assertThat(flow.published())
        .containsExactly(
            new Shop.OrderPlaced("o-1"),
            new Shop.StockReserved("o-1"),
            new Shop.OrderShipped("o-1"));
    assertThat(flow.toString()).contains("run      fulfilment run-o-1: cooling, ship; succeeded");
  }

  abstract void deliver();
}
