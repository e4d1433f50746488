package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.handler.HandlerRegistry;
import dev.foliot.live.Change;
import dev.foliot.live.LiveChanges;
import dev.foliot.live.LiveParts;
import dev.foliot.live.LiveSettings;
import dev.foliot.live.LiveThreads;
import dev.foliot.operation.DeliveryMarks;
import dev.foliot.projection.RowsByIds;
import dev.foliot.projection.Views;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Live changes with threads: the engine of another node delivers, and the node with the subscribers
 * has no engine.
 */
class LiveNodesIntegrationTests extends ShopTest {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final Duration SOON = Duration.ofMillis(20);

  @Autowired private Views views;
  @Autowired private RowsByIds rows;
  @Autowired private HandlerRegistry handlers;
  @Autowired private Transactions transactions;

  private final AtomicInteger threads = new AtomicInteger();
  private LiveThreads liveThreads;
  private LiveChanges live;
  private EngineNode other;

  @BeforeEach
  void startOtherNode() {
    liveThreads =
        LiveChanges.onThreads(
            4,
            work ->
                new Thread(
                    () -> {
                      threads.incrementAndGet();
                      try {
                        work.run();
                      } finally {
                        threads.decrementAndGet();
                      }
                    }));
    live =
        new LiveChanges(
            new LiveParts(
                views,
                rows,
                handlers,
                node.progress(),
                new DeliveryMarks(node)::of,
                transactions,
                liveThreads,
                System::nanoTime,
                new LiveSettings(Duration.ofMillis(1), SOON)));
    other = EngineOf.copy(node, settings -> EngineOf.with(settings, 10, 1, SOON));
    other.start();
  }

  @AfterEach
  void stopOtherNode() {
    live.close();
    other.stop();
  }

  private static String status(Change<Board> change) {
    return change.row().map(Board::status).orElse("none");
  }

  @Test
  void subscriberSeesTheDeliveriesOfTheOtherNode() {
    Queue<String> o1 = new ConcurrentLinkedQueue<>();
    EachChange<Board> subscriber = new EachChange<>(change -> o1.add(status(change)));
    live.of(Board.class, (Object) "o1").subscribe(subscriber);
    await().atMost(AT_MOST).until(() -> o1.contains("none"));

    domain.process(new Place("o1", "p1", 1));
    await().atMost(AT_MOST).until(() -> o1.contains("placed"));
    domain.process(new Cancel("o1"));
    await().atMost(AT_MOST).until(() -> o1.contains("cancelled"));

    assertThat(o1).containsExactly("none", "placed", "cancelled");
    subscriber.cancel();
    await("no thread without subscribers").atMost(AT_MOST).until(() -> threads.get() == 0);
  }

  @Test
  void manySubscribersOfManyRowsSeeTheNewestStateOfEach() {
    List<Queue<String>> all = new ArrayList<>();
    List<EachChange<Board>> subscribers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Queue<String> got = new ConcurrentLinkedQueue<>();
      EachChange<Board> each = new EachChange<>(change -> got.add(status(change)));
      live.of(Board.class, (Object) ("o" + i % 20)).subscribe(each);
      subscribers.add(each);
      all.add(got);
    }
    for (int i = 0; i < 20; i++) {
      domain.process(new Place("o" + i, "p1", 1));
      domain.process(new Cancel("o" + i));
    }

    await().atMost(AT_MOST).until(() -> all.stream().allMatch(each -> each.contains("cancelled")));

    assertThat(all)
        .allSatisfy(each -> assertThat(each).doesNotHaveDuplicates().endsWith("cancelled"));
    subscribers.forEach(EachChange::cancel);
  }
}
