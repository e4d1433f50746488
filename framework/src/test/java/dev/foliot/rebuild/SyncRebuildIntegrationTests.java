package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.PlatformTransactionManager;

/** Rebuilds while projectors run in the transactions that raise their events. */
@TestPropertySource(properties = "foliot.event-processing=sync")
class SyncRebuildIntegrationTests extends ShopTest {
  /** The engine pauses after a failed switch, so that writers make progress. */
  private static final int BETWEEN_TRIES = 2;

  private static final int ALL = 1_000_000;

  @Autowired private PlatformTransactionManager manager;
  private final Semaphore orders = new Semaphore(0);

  @AfterEach
  void leaveNoTables() {
    RebuildTests.dropAll(domain, jdbc);
  }

  @Test
  void eventsBeforeAndAfterSwitchCountOnce() {
    placeAndReserve("o1");
    placeAndReserve("o2");
    domain.process(new Cancel("o1"));
    jdbc.update("update shop$board set changes = 99");

    domain.rebuilds().start(Board.class);
    engine().run();
    domain.process(new Cancel("o2"));
    engine().run();

    assertThat(domain.rebuilds().list().get(0).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(board()).containsExactly("o1 cancelled 2", "o2 cancelled 2");
  }

  @Test
  void inPlaceIsRefused() {
    placeAndReserve("o1");

    assertThatThrownBy(() -> domain.rebuilds().start(Board.class, RebuildOptions.inPlace()))
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessage(
            "Projection dev.foliot.shop.Shop$Board cannot be rebuilt in place, because this application delivers events synchronously: new events would overtake the repeated ones. Rebuild it beside the live rows.");
    assertThat(board()).containsExactly("o1 reserved 1");
    assertThat(domain.rebuilds().list()).isEmpty();
  }

  @Test
  void rollBackIsRefused() {
    placeAndReserve("o1");
    long id = domain.rebuilds().start(Board.class).id();
    engine().run();
    domain.process(new Cancel("o1"));

    assertThatThrownBy(() -> domain.rebuilds().rollBack(id))
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessageContaining("the former rows would lack the events since the switch");
    assertThat(board()).containsExactly("o1 cancelled 2");
    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.SWITCHED);
  }

  @Test
  void switchWhileOthersWriteLosesAndDoublesNothing() throws Exception {
    placeAndReserve("o1");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> writer = threads.submit(() -> write("a"));
      Future<?> other = threads.submit(() -> write("b"));
      domain.rebuilds().start(Board.class);
      RebuildSteps steps =
          RebuildTests.steps(RebuildTests.parts(domain, new Transactions(manager), 5, 1));
      while (domain.rebuilds().list().get(0).status().isActive()) {
        if (!steps.step()) {
          awaitOrders();
        }
      }
      steps.end();
      writer.get();
      other.get();
    } finally {
      threads.shutdownNow();
    }

    assertThat(domain.rebuilds().list().get(0).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(board()).hasSize(81).filteredOn(row -> row.endsWith(" cancelled 2")).hasSize(80);
  }

  private void awaitOrders() throws InterruptedException {
    if (orders.drainPermits() < ALL) {
      orders.tryAcquire(BETWEEN_TRIES, 10, TimeUnit.SECONDS);
    }
  }

  private Object write(String writer) {
    for (int i = 0; i < 40; i++) {
      String order = writer + i;
      process(new Receive("p-" + order, 1));
      process(new Place(order, "p-" + order, 1));
      process(new Cancel(order));
      orders.release();
    }
    orders.release(ALL);
    return writer;
  }

  /** The test clock skips the pauses between attempts, so a switch can meet all of them. */
  private void process(Object command) {
    for (int calls = 1; ; calls++) {
      try {
        domain.process(command);
        return;
      } catch (ConcurrencyFailureException e) {
        assertThat(calls).isLessThan(20);
      }
    }
  }

  private void placeAndReserve(String order) {
    domain.process(new Receive("p-" + order, 1));
    domain.process(new Place(order, "p-" + order, 1));
  }

  private List<String> board() {
    return RebuildTests.board(jdbc);
  }
}
