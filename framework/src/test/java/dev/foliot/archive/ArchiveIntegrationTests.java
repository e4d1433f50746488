package dev.foliot.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.EngineRun;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.HistoryEntry;
import dev.foliot.engine.Step;
import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.LogArchive;
import dev.foliot.eventstore.LogTail;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.message.MessageJson;
import dev.foliot.message.RecordedMessage;
import dev.foliot.message.Tombstone;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Order;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.Shop.Stock;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.FoliotTables;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ArchiveIntegrationTests extends ShopTest {
  private static final StreamName P1 = new StreamName("stock", "p1");

  @Autowired private EventStore store;
  @Autowired private FoliotSchema schema;
  @Autowired private MessageJson json;
  @Autowired private Transactions transactions;

  private AggregateRepository<Stock> stocks() {
    return domain.repositoryFor(Stock.class);
  }

  private void receive(String productId, int times) {
    for (int i = 0; i < times; i++) {
      domain.process(new Receive(productId, 1));
    }
  }

  private void growTo(String productId, int events) {
    domain.process(new Receive(productId, 1));
    transactions.doInNew(
        () -> {
          for (int i = 1; i < events; i++) {
            domain.process(new Receive(productId, 1));
          }
        });
  }

  private LogArchive log() {
    return new LogArchive(dataSource, schema, json);
  }

  /** Long after the retention. */
  private ArchiveReport archive() {
    clock.advance(Duration.ofDays(91));
    return domain.archive().run();
  }

  private long rows(String table) {
    return jdbc.queryForObject("select count(*) from " + table, Long.class);
  }

  @Test
  void movesEventsOfClosedAggregate() {
    receive("p1", 3);
    receive("p2", 2);
    engine().run();
    stocks().close("p1", "sold out");
    List<Map<String, Object>> before =
        jdbc.queryForList("select * from foliot_message where kind = 1 and stream = 'p1'");

    ArchiveReport report = archive();

    assertThat(report).isEqualTo(new ArchiveReport(1, 3, Map.of()));
    assertThat(report).hasToString("3 events of 1 closed streams were archived");
    assertThat(jdbc.queryForList("select * from foliot_message_archive order by position"))
        .isEqualTo(before);
    assertThat(rows("foliot_message")).isEqualTo(3); // those of p2, and the tombstone
    assertThat(stocks().get("p2").available()).isEqualTo(2);
    assertThat(archive()).isEqualTo(new ArchiveReport(0, 0, Map.of()));
  }

  @Test
  void archivedAggregateStaysClosedAndReadable() {
    receive("p1", 3);
    engine().run();
    stocks().close("p1", "sold out");
    archive();

    assertThatThrownBy(() -> stocks().get("p1"))
        .isInstanceOf(AggregateClosedException.class)
        .hasMessageContaining("(sold out)");
    assertThat(stocks().find("p1")).isEmpty();
    assertThatThrownBy(() -> domain.process(new Receive("p1", 1)))
        .isInstanceOf(AggregateClosedException.class);
    assertThat(domain.historyOf(Stock.class, "p1").entries())
        .extracting(HistoryEntry::version)
        .containsExactly(1L, 2L, 3L);
    assertThat(domain.historyOf(Stock.class, "p1").at(2).available()).isEqualTo(2);
    assertThat(domain.historyOf(Stock.class, "p1").asOf(START).available()).isEqualTo(3);
    assertThat(domain.verifyLog().problems()).isEmpty();
  }

  @Test
  void waitsForTheRetention() {
    receive("p1", 1);
    engine().run();
    stocks().close("p1", "sold out");

    clock.advance(Duration.ofDays(90));
    assertThat(domain.archive().run().events()).isZero();
    assertThat(domain.archive().closedBefore(START).events()).isZero();
    clock.advance(Duration.ofMillis(1));
    assertThat(domain.archive().run().events()).isEqualTo(1);
  }

  @Test
  void noHandlerSeesATombstone() {
    receive("p1", 3);
    stocks().close("p1", "sold out");
    domain.process(new Place("o1", "p1", 1));
    domain.repositoryFor(Order.class).close("o1", "cancelled");

    EngineRun run = engine().run();

    assertThat(run.leftovers()).isEmpty();
    assertThat(run.steps()).extracting(Step::messageType).doesNotContain(Tombstone.TYPE.name());
    assertThat(domain.viewFor(Board.class).find("o1")).isPresent();
    assertThat(rows("foliot_held")).isZero();
    assertThat(jdbc.queryForObject("select min(position) from foliot_checkpoint", Long.class))
        .isEqualTo(store.head());
  }

  // ---- what is still needed

  @Test
  void keepsWhatASubscriptionHasNotPassed() {
    domain.process(new Place("o1", "p1", 1));
    domain.repositoryFor(Order.class).close("o1", "cancelled");

    ArchiveReport waiting = archive();
    assertThat(waiting.events()).isZero();
    assertThat(waiting.waiting()).containsExactly(Map.entry("board-projector", 1));
    assertThat(waiting)
        .hasToString(
            "0 events of 0 closed streams were archived; 1 streams wait for board-projector");

    engine().run();
    assertThat(domain.viewFor(Board.class).find("o1")).isPresent();
    assertThat(archive().events()).isEqualTo(1);
  }

  @Test // R25
  void keepsWhatWaitsBehindAHeldMessageOfTheStream() {
    receive("p1", 9);
    engine().run();
    faults.decide(ErrorDecision.park());
    faults.fail("reservation", "o1", 1);
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Place("o2", "p1", 1));
    engine().run();
    domain.repositoryFor(Order.class).close("o1", "cancelled");
    domain.repositoryFor(Order.class).close("o2", "cancelled");

    ArchiveReport report = archive();

    assertThat(report.streams()).isEqualTo(1);
    assertThat(report.waiting()).containsExactly(Map.entry("reservation", 1));
    assertThat(domain.historyOf(Order.class, "o1").entries()).hasSize(1);
    assertThat(rows("foliot_message_archive")).isEqualTo(1);
  }

  @Test // R25: a category with a hyphen makes no key of the application
  void heldStreamOfACategoryWithHyphenKeepsItselfOnly() {
    receive("p1", 9);
    engine().run();
    faults.decide(ErrorDecision.park());
    faults.fail("reservation", "o1", 1);
    domain.process(new Place("o1", "p1", 1));
    jdbc.update("update foliot_message set category = 'order-line' where stream = 'o1'");
    receive("p2", 1);
    engine().run();
    stocks().close("p1", "sold out");

    ArchiveReport report = archive();

    assertThat(rows("foliot_held")).isEqualTo(1);
    assertThat(report.waiting()).isEmpty();
    assertThat(report.streams()).isEqualTo(1);
  }

  @Test // R25: which streams share a key that the application declares is not known
  void keepsEverythingBehindAHeldKeyOfTheApplication() {
    receive("p1", 9);
    engine().run();
    faults.fail("board", "o1", 5);
    domain.process(new Place("o1", "p1", 1));
    engine().run();
    receive("p1", 1);
    receive("p2", 1);
    engine().run();
    stocks().close("p2", "sold out");

    ArchiveReport report = archive();

    assertThat(report.streams()).isZero();
    assertThat(report.waiting()).containsExactly(Map.entry("board-projector", 1));
  }

  @Test // R18
  void needsNoEngineForWhatWasDeliveredSynchronously() {
    domain.process(new Place("o1", "p1", 1));
    domain.repositoryFor(Order.class).close("o1", "cancelled");
    assertThat(archive().events()).isZero();

    jdbc.update("update foliot_message set delivered_synchronously = true");
    jdbc.update("update foliot_subscription set since = 1000000000");
    assertThat(archive().events()).isZero(); // delivered before the subscription existed
    jdbc.update("update foliot_subscription set since = 0");
    assertThat(archive().events()).isEqualTo(1);
  }

  // ---- crashes, and several at once

  @Test // R24
  void goesOnAfterACrashBetweenTwoTransactions() {
    growTo("p1", 1_200);
    engine().run();
    stocks().close("p1", "sold out");
    long version = log().lastOfFirst(P1, 500).orElseThrow();
    transactions.inNew(() -> log().move(P1, version));

    assertThat(rows("foliot_message_archive")).isEqualTo(500);
    assertThat(domain.historyOf(Stock.class, "p1").at(1_200).available()).isEqualTo(1_200);
    assertThat(domain.verifyLog().problems()).isEmpty();
    assertThat(archive()).isEqualTo(new ArchiveReport(1, 700, Map.of()));

    assertThat(rows("foliot_message_archive")).isEqualTo(1_200);
    assertThat(domain.historyOf(Stock.class, "p1").entries()).hasSize(1_200);
  }

  @Test // R24
  void aTransactionThatFailsMovesNothing() {
    receive("p1", 3);
    stocks().close("p1", "sold out");

    assertThatThrownBy(
            () ->
                transactions.inNew(
                    () -> {
                      log().move(P1, 2);
                      throw new IllegalStateException("crash");
                    }))
        .hasMessage("crash");

    assertThat(rows("foliot_message_archive")).isZero();
    assertThat(rows("foliot_message")).isEqualTo(4);
    assertThatThrownBy(() -> log().move(P1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Events of stream stock-p1 were to be archived outside of a transaction.");
  }

  @Test
  void openStreamIsNeverMoved() {
    receive("p1", 3);

    assertThat(transactions.<Integer>inNew(() -> log().move(P1, 2))).isZero();

    assertThat(stocks().get("p1").available()).isEqualTo(3);
  }

  @Test
  void twoNodesMoveEachEventOnce() throws Exception {
    growTo("p1", 2_000);
    engine().run();
    stocks().close("p1", "sold out");
    clock.advance(Duration.ofDays(91));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<ArchiveReport> one = threads.submit(() -> domain.archive().run());
      Future<ArchiveReport> two = threads.submit(() -> domain.archive().run());
      long events = one.get(60, TimeUnit.SECONDS).events() + two.get(60, TimeUnit.SECONDS).events();
      assertThat(events).isEqualTo(2_000);
    } finally {
      threads.shutdownNow();
    }
    assertThat(domain.historyOf(Stock.class, "p1").entries()).hasSize(2_000);
  }

  // ---- readers

  @Test // R20
  void readersWorkAcrossTheHoles() {
    receive("p1", 2);
    domain.process(new Place("o1", "p1", 1));
    receive("p2", 1);
    domain.process(new Place("o2", "p2", 1));
    engine().run();
    stocks().close("p1", "sold out");
    domain.repositoryFor(Order.class).close("o1", "done");
    archive();
    FoliotTables.forgetSubscriptions(jdbc);
    jdbc.update("delete from shop$board");
    faults.reset();

    node.register();
    engine().run();
    domain.process(new Place("o3", "p2", 1));
    engine().run();

    assertThat(domain.viewFor(Board.class).findAll())
        .extracting(Board::orderId)
        .containsExactlyInAnyOrder("o2", "o3");
    assertThat(streams(store.readAll(0, 100))).doesNotContain("p1", "o1").contains("p2", "o3");
    assertThat(streams(store.readCategory("order", 0, 100))).containsExactly("o2", "o3");
  }

  private static List<String> streams(List<RecordedMessage> messages) {
    return messages.stream().map(RecordedMessage::streamId).toList();
  }

  @Test // R20
  void readerSeesEachStreamInOrderWhileEventsAreArchived() throws Exception {
    AtomicBoolean written = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      jdbc.update("delete from foliot_checkpoint"); // no subscription holds anything back
      Future<?> writer = threads.submit(() -> writeAndClose(60, written));
      Future<Long> archiver =
          threads.submit(
              () -> {
                long moved = 0;
                while (!written.get()) {
                  moved += domain.archive().closedBefore(START.plusSeconds(1)).events();
                }
                return moved + domain.archive().closedBefore(START.plusSeconds(1)).events();
              });
      LogTail tail = store.tail(0);
      List<RecordedMessage> read = new ArrayList<>();
      while (read.stream().noneMatch(each -> each.streamId().equals("end"))) {
        read.addAll(tail.read(50));
      }
      writer.get(60, TimeUnit.SECONDS);

      assertThat(archiver.get(60, TimeUnit.SECONDS)).isEqualTo(60 * 3);
      assertThat(read).extracting(each -> each.metadata().id()).doesNotHaveDuplicates();
      assertThat(streams(read).stream().filter(each -> each.startsWith("keep"))).hasSize(60 * 2);
      Map<String, Long> last = new HashMap<>();
      for (RecordedMessage each : read) {
        Long before = last.put(each.streamId(), each.streamVersion());
        assertThat(each.streamVersion()).isGreaterThan(before == null ? 0 : before);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void writeAndClose(int streams, AtomicBoolean written) {
    for (int i = 0; i < streams; i++) {
      receive("keep" + i, 1);
      receive("gone" + i, 3);
      stocks().close("gone" + i, "sold out");
      receive("keep" + i, 1);
    }
    written.set(true);
    receive("end", 1);
  }
}
