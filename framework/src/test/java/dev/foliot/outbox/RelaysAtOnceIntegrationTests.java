package dev.foliot.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.handler.Around;
import dev.foliot.handler.RetryPolicy;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Several nodes relay one table: one at a time, each message once, and in order for each key. */
class RelaysAtOnceIntegrationTests extends ShopTest {
  private static final int MESSAGES = 40;
  private static final OutboxSettings SETTINGS =
      new OutboxSettings(
          5,
          Duration.ofSeconds(30),
          Duration.ofDays(7),
          new RetryPolicy(100, Duration.ofMillis(100), 1, Duration.ofMillis(100), 0));

  @Autowired private Outbox outbox;
  private volatile boolean pending = true;

  // Cases 58, 59: by several nodes at once, while the broker refuses some
  @Test
  void relaysAtOnceSendEachMessageOnceAndInOrder() throws Exception {
    List<Integer> sent = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger sending = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    MessageBroker shared =
        message -> {
          overlaps.addAndGet(sending.getAndIncrement());
          Thread.yield();
          sending.decrementAndGet();
          int number = Integer.parseInt(message.json().replaceAll("\\D", ""));
          if (number % 7 == 0 && ThreadLocalRandom.current().nextBoolean()) {
            throw new IllegalStateException("refused for now");
          }
          sent.add(number);
        };
    for (int i = 0; i < MESSAGES; i++) {
      domain.process(new Place("a" + i, "none", 1));
      domain.process(new Cancel("a" + i));
    }
    jdbc.update("update foliot_outbox set message_key = 'key-' || mod(id, 4)");
    var round = new CyclicBarrier(3, this::endRound);
    ExecutorService nodes = Executors.newFixedThreadPool(3);
    try {
      for (String node : List.of("first", "second", "third")) {
        RelayOutbox relay =
            new RelayOutbox(
                outbox,
                shared,
                SETTINGS,
                clock,
                () -> "current_timestamp",
                () -> 0.5,
                node,
                entry -> Around.Scope.NONE);
        nodes.execute(() -> relayInRounds(relay, round));
      }
      nodes.shutdown();

      assertThat(nodes.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      nodes.shutdownNow();
    }

    assertThat(overlaps).hasValue(0);
    assertThat(sent).hasSize(MESSAGES).doesNotHaveDuplicates();
    for (int key = 0; key < 4; key++) {
      int remainder = key;
      assertThat(sent).filteredOn(number -> number % 4 == remainder).isSorted();
    }
  }

  /** They ask for the lock at once; then whoever has it gives it back. */
  private void relayInRounds(RelayOutbox relay, CyclicBarrier round) {
    try {
      while (pending) {
        relay.step();
        round.await();
        relay.stop();
        round.await();
      }
    } catch (InterruptedException | BrokenBarrierException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** So that retries are due. */
  private void endRound() {
    clock.advance(Duration.ofMillis(100));
    pending = outbox.hasPending();
  }
}
