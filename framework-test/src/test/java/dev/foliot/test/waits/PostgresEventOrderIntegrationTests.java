package dev.foliot.test.waits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.waits.WaitsApplication.Approved;
import dev.foliot.unitofwork.UnitOfWork;
import dev.foliot.workflow.EventWait;
import java.math.BigDecimal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Transactions that commit in another order than that of their positions. */
class PostgresEventOrderIntegrationTests extends WaitTest {
  private final CountDownLatch appended = new CountDownLatch(1);
  private final CountDownLatch mayCommit = new CountDownLatch(1);

  private static Approved approved(String order, int amount) {
    return new Approved(order, new BigDecimal(amount));
  }

  /** Has its position now, and commits when it may. */
  private CompletableFuture<Void> publishSlowly(Approved event) throws InterruptedException {
    CompletableFuture<Void> slow =
        CompletableFuture.runAsync(
            () ->
                transactions.doInNew(
                    () -> {
                      events.publish("slow", event);
                      UnitOfWork.required().lastly(this::pause);
                    }));
    assertThat(appended.await(120, TimeUnit.SECONDS)).isTrue();
    return slow;
  }

  private void pause() {
    appended.countDown();
    try {
      assertThat(mayCommit.await(120, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void eventThatCommitsLateIsNotMissed() throws Exception {
    start("r", "s");
    transactions.doInNew(
        () -> {
          waits.open("r/1", "r", started("1", EventWait.of(Approved.class).where("order", "o-1")));
          waits.open("s/1", "s", started("1", EventWait.of(Approved.class)));
        });
    engine.run();
    CompletableFuture<Void> slow = publishSlowly(approved("o-1", 1));
    publish(approved("o-1", 2));
    engine.run();
    assertThat(woken()).isEmpty();

    mayCommit.countDown();
    slow.get();
    engine.run();

    assertThat(answer("r", "1", Approved.class)).isEqualTo(approved("o-1", 1));
    assertThat(answer("s", "1", Approved.class)).isEqualTo(approved("o-1", 1));
  }

  @Test
  void eventThatCommitsAfterTheStartOfTheRunIsFound() throws Exception {
    publish(approved("o-2", 0));
    start("before");
    CompletableFuture<Void> slow = publishSlowly(approved("o-1", 1));
    publish(approved("o-2", 2));
    start("r");

    mayCommit.countDown();
    slow.get();
    await("r", EventWait.of(Approved.class).where("order", "o-1"));
    engine.run();

    assertThat(answer("r", "1", Approved.class)).isEqualTo(approved("o-1", 1));
  }
}
