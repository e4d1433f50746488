package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.foliot.EngineRun;
import dev.foliot.handler.Delivery.Outcome;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Stock;
import dev.foliot.shop.ShopTest;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * R25: a batch that conflicts, or runs out of time, because of its length is made smaller; no
 * message is to blame.
 */
class BatchLengthIntegrationTests extends ShopTest {
  private static final int ORDERS = 20;
  private static final int AT_ONCE = 4;

  private final AtomicInteger calls = new AtomicInteger();
  private int inTransaction;
  private int longest;
  private OpenSegments open;

  // spring.transaction.default-timeout is shorter than a batch; the next statement is refused
  @Test
  void timeoutOfBatchBlamesNobody() {
    placeOrders();
    during("reservation", this::runOutOfTime);

    EngineRun run = engine().run();

    assertHandledAtFirstAttempt(run, "reservation");
    assertThat(calls.get()).isLessThan(4 * ORDERS);
  }

  // The same, where only the last statement of the transaction is refused
  @Test
  void timeoutAtCheckpointBlamesNobody() {
    placeOrders();
    during("board", this::runOutOfTime);

    EngineRun run = engine().run();

    assertHandledAtFirstAttempt(run, "board-projector");
    assertThat(domain.viewFor(Board.class).count()).isEqualTo(ORDERS);
  }

  // A handler may throw whatever it likes when its statement is refused
  @Test
  void exceptionAfterTimeoutBlamesNobody() {
    placeOrders();
    during(
        "reservation",
        () -> {
          if (isTooLong()) {
            runOutOfTime();
            throw new IllegalStateException("cannot be reserved");
          }
        });

    EngineRun run = engine().run();

    assertHandledAtFirstAttempt(run, "reservation");
  }

  @Test
  void loneMessageThatTakesTooLongIsToBlame() {
    placeOrders();
    faults.during("reservation", "o5", this::expire);

    EngineRun run = engine().run();

    assertThat(run.leftovers()).hasSize(1);
    assertThat(run.steps())
        .filteredOn(step -> step.subscription().equals("reservation"))
        .filteredOn(step -> step.outcome() == Outcome.HANDLED)
        .hasSize(ORDERS - 1);
    assertThat(run.steps())
        .filteredOn(step -> step.outcome() == Outcome.RETRY)
        .extracting(Step::streamId, Step::attempt)
        .startsWith(tuple("o5", 1), tuple("o5", 2));
  }

  // A handler changes an aggregate that users change, too
  @Test
  void conflictWithLiveTrafficMakesBatchSmaller() {
    domain.process(new Receive("p1", 1_000));
    placeOrders();
    during(
        "reservation",
        () -> {
          if (isTooLong()) {
            inAnotherThread(() -> domain.process(new Receive("p1", 1)));
          }
        });

    EngineRun run = engine().run();

    assertHandledAtFirstAttempt(run, "reservation");
    assertThat(calls.get()).isLessThan(4 * ORDERS);
    assertThat(domain.repositoryFor(Stock.class).get("p1").available())
        .isGreaterThanOrEqualTo(1_000 - ORDERS);
  }

  @Test
  void batchGrowsAgain() {
    placeOrders();
    during("reservation", this::runOutOfTime);
    Segment reservation = segment();
    reservation.step();
    IntStream.range(0, 40).forEach(i -> faults.during("reservation", "o" + i, this::count));
    longest = 0;

    IntStream.range(ORDERS, ORDERS + 20).forEach(i -> place("o" + i));
    open.feed().step();
    reservation.step();

    assertThat(longest).isGreaterThan(AT_ONCE);
    open.close();
  }

  private Segment segment() {
    open = node.open(delivery -> {}, () -> 0.5);
    while (open.feed().step()) {
      assertThat(open.feed().head()).isNotNegative();
    }
    return open.segments().stream()
        .filter(segment -> segment.subscription().name().equals("reservation"))
        .findFirst()
        .orElseThrow();
  }

  private void placeOrders() {
    IntStream.range(0, ORDERS).forEach(i -> place("o" + i));
  }

  private void place(String order) {
    domain.process(new Place(order, "p1", 1));
  }

  /** For each order, before the handler goes on. */
  private void during(String handler, Runnable action) {
    for (int i = 0; i < ORDERS; i++) {
      faults.during(
          handler,
          "o" + i,
          () -> {
            count();
            action.run();
          });
    }
  }

  /** How many messages this transaction has handled. */
  private void count() {
    calls.incrementAndGet();
    inTransaction++;
    longest = Math.max(longest, inTransaction);
    if (inTransaction == 1) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
              inTransaction = 0;
            }
          });
    }
  }

  private boolean isTooLong() {
    return inTransaction > AT_ONCE;
  }

  private void runOutOfTime() {
    if (isTooLong()) {
      expire();
    }
  }

  /** As if the time-out of the transaction had been reached. */
  private void expire() {
    TransactionSynchronizationManager.getResourceMap().values().stream()
        .filter(ConnectionHolder.class::isInstance)
        .map(ResourceHolderSupport.class::cast)
        .forEach(holder -> holder.setTimeoutInMillis(-1));
  }

  private static void inAnotherThread(Runnable action) {
    Thread thread = new Thread(action);
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertHandledAtFirstAttempt(EngineRun run, String subscription) {
    assertThat(run.steps())
        .filteredOn(step -> step.subscription().equals(subscription))
        .filteredOn(step -> step.messageType().equals("placed"))
        .hasSize(ORDERS)
        .extracting(Step::attempt, Step::outcome)
        .containsOnly(tuple(1, Outcome.HANDLED));
  }
}
