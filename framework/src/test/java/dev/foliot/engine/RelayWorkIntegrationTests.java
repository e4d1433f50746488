package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.outbox.MessageBroker;
import dev.foliot.outbox.Outbox;
import dev.foliot.outbox.OutboxEntry;
import dev.foliot.outbox.OutboxSettings;
import dev.foliot.outbox.OutboxStatus;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.FullDisk;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.WorkLostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The outbox is relayed by one node at a time, as its lease says, and by whichever lives. */
class RelayWorkIntegrationTests extends ShopTest {
  private static final String OUTBOX = "foliot:outbox";

  private static final int MESSAGES = 40;
  private static final int BATCH = 5;

  @Autowired private Outbox outbox;
  private final AtomicLong nanos = new AtomicLong();
  private final List<Membership> members = new ArrayList<>();
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private Runnable whileSending = () -> {};

  @AfterEach
  void nobodyStays() {
    members.forEach(Membership::crash);
  }

  @Test
  void killedNodeIsReplacedWhenItsLeaseEnds() {
    cancel("a");
    Membership first = join();
    look(first);
    relay(first);
    cancel("b");
    Membership second = join();

    first.crash();
    look(second);
    assertThat(relayOf(second)).isEmpty();
    endLeaseOfAllBut(second);
    look(second);
    relay(second);

    assertThat(sent).containsExactly("order-a", "order-b");
  }

  @Test
  void leavingNodeHandsTheRelayOverAtOnce() {
    Membership first = join();
    look(first);
    cancel("a");
    Membership second = join();

    first.leave();
    look(second);
    relay(second);

    assertThat(sent).containsExactly("order-a");
  }

  // A pause of the JVM: when it goes on, its heartbeat is faster than its relay
  @Test
  void nodeThatWasStoppedWhileItPublishedSendsNothingMore() {
    cancel("a", "b", "c");
    Membership stopped = join();
    look(stopped);
    relayOf(stopped).orElseThrow().step(); // cleans up
    whileSending =
        () -> {
          whileSending = () -> {};
          nanos.addAndGet(lease().plusMillis(1).toNanos());
          Membership other = join();
          endLeaseOfAllBut(other);
          look(other);
          relay(other);
          stopped.heartbeat().step();
        };

    assertThatThrownBy(() -> relay(stopped)).isInstanceOf(WorkLostException.class);

    assertThat(sent).containsExactly("order-a", "order-b", "order-c", "order-a");
    assertThat(outbox.list(OutboxStatus.PUBLISHED, 10))
        .as("marked by the other one alone")
        .extracting(OutboxEntry::attempts)
        .containsExactly(1, 1, 1);
  }

  // As the one before, but between two messages: nothing is sent twice then
  @Test
  void nodeThatWasStoppedBetweenTwoMessagesAsksWhetherItMaySend() {
    cancel("a");
    Membership stopped = join();
    look(stopped);
    relay(stopped);
    cancel("b");
    nanos.addAndGet(lease().plusMillis(1).toNanos());
    Membership other = join();
    endLeaseOfAllBut(other);
    look(other);
    stopped.heartbeat().step();

    assertThatThrownBy(() -> relay(stopped)).isInstanceOf(WorkLostException.class);

    assertThat(sent).containsExactly("order-a");
    relay(other);
    assertThat(sent).containsExactly("order-a", "order-b");
  }

  @Test
  void onlyOneOfTwoNodesThatSawTheWorkFreeTakesIt() {
    var storage = node.parts().storage();
    var store = new ClaimStore(storage, storage.endIfIdle(lease()));
    Transactions transactions = storage.transactions();
    SegmentId work = new SegmentId(OUTBOX, 0);
    store.addWork(OUTBOX);
    long seen = workRow("token", Long.class);

    assertThat(transactions.inNew(() -> store.claimWork(work, seen, "first"))).isTrue();
    assertThat(transactions.inNew(() -> store.claimWork(work, seen, "second"))).isFalse();
    assertThat(workRow("owner", String.class)).isEqualTo("first");

    transactions.doInNew(() -> store.releaseWork(work, seen));
    assertThat(workRow("owner", String.class)).as("released by a former owner").isEqualTo("first");
    transactions.doInNew(() -> store.releaseWork(work, seen + 1));
    assertThat(workRow("owner", String.class)).isNull();
  }

  private <T> T workRow(String column, Class<T> type) {
    return jdbc.queryForObject(
        "select " + column + " from foliot_segment where subscription = ?", type, OUTBOX);
  }

  @Test
  void nodeWhoseLeaseHasEndedSendsNothing() {
    Membership member = join();
    look(member);
    cancel("a");
    jdbc.update("update foliot_node set lease_until = current_timestamp - interval '1' second");

    relay(member);
    assertThat(sent).isEmpty();
    member.heartbeat().step();
    relay(member);

    assertThat(sent).containsExactly("order-a");
  }

  // By several nodes at once, while the work goes from one to the other
  @Test
  void nodesAtOnceSendEachMessageOnceAndInOrder() throws Exception {
    AtomicInteger sending = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    whileSending =
        () -> {
          overlaps.addAndGet(sending.getAndIncrement());
          Thread.yield();
          sending.decrementAndGet();
        };
    for (int i = 0; i < MESSAGES; i++) {
      cancel("a" + i);
    }
    List<String> expected =
        outbox.list(OutboxStatus.PENDING, MESSAGES).stream()
            .map(each -> each.message().key())
            .toList();
    CyclicBarrier round = new CyclicBarrier(3);
    List<Membership> nodes = List.of(join(), join(), join());
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      nodes.forEach(member -> threads.execute(() -> relayInRounds(member, round)));
      threads.shutdown();

      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      threads.shutdownNow();
    }

    assertThat(overlaps).hasValue(0);
    assertThat(sent).containsExactlyElementsOf(expected);
  }

  /** All want the work at once; whoever has it relays, and lets it go. */
  private void relayInRounds(Membership member, CyclicBarrier round) {
    try {
      for (int i = 0; i < MESSAGES; i++) {
        round.await();
        look(member);
        relayOf(member)
            .ifPresent(
                relay -> {
                  relay.step(); // cleans up
                  relay.step();
                  member.open().close(relay);
                });
      }
    } catch (InterruptedException | BrokenBarrierException ended) {
      Thread.currentThread().interrupt();
    }
  }

  // The broker in the database finds no room, Foliot's own rows do
  @Test
  void blamesNoMessageForAFullDisk() {
    cancel("a", "b", "c", "d", "e");
    FullDisk.of(jdbc, "foliot_message")
        .during(
            () -> {
              for (int hour = 0; hour < 20; hour++) {
                engine().run();
                clock.advance(Duration.ofHours(1));
              }
            });
    assertThat(outbox.list(OutboxStatus.FAILED, 10)).isEmpty();
    assertThat(outbox.list(OutboxStatus.PENDING, 10))
        .hasSize(5)
        .extracting(OutboxEntry::attempts)
        .containsOnly(0);

    engine().runUntilIdle();

    assertThat(outbox.list(OutboxStatus.PUBLISHED, 10)).hasSize(5);
    assertThat(faults.calls()).filteredOn(call -> call.startsWith("mail")).hasSize(5);
  }

  @Test
  void applicationsBrokerThatFailsIsToBlame() {
    cancel("a");
    whileSending =
        () -> {
          throw new IllegalStateException("the broker is away");
        };
    Membership member = join();
    look(member);

    relay(member);

    assertThat(outbox.list(OutboxStatus.PENDING, 10))
        .extracting(OutboxEntry::attempts)
        .containsExactly(1);
  }

  private void cancel(String... orders) {
    for (String order : orders) {
      domain.process(new Place(order, "none", 1));
      domain.process(new Cancel(order));
    }
  }

  private Duration lease() {
    return EngineOf.LONG_LEASE;
  }

  private Membership join() {
    MessageBroker broker =
        message -> {
          whileSending.run();
          sent.add(message.key());
        };
    OutboxSettings settings = node.parts().relay().settings();
    Membership member =
        EngineOf.like(node)
            .broker(broker)
            .outbox(new OutboxSettings(BATCH, settings.retention(), settings.retry()))
            .settings(EngineOf::withLongLease)
            .nanoTime(nanos::get)
            .node()
            .join(delivery -> {}, () -> 0.5);
    members.add(member);
    return member;
  }

  private static Optional<OwnedPart> relayOf(Membership member) {
    return member.open().owned().stream()
        .filter(each -> each.description().equals("work=foliot:outbox"))
        .findFirst();
  }

  private static void look(Membership member) {
    member.share().lookAtOnce();
    member.share().step(owned -> true);
  }

  private void endLeaseOfAllBut(Membership living) {
    jdbc.update("update foliot_node set lease_until = current_timestamp - interval '1' second");
    living.heartbeat().step();
  }

  private static void relay(Membership member) {
    OwnedPart relay = relayOf(member).orElseThrow();
    while (relay.step()) {}
  }
}
