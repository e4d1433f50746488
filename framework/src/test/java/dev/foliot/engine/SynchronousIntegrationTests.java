package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.Engine;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.handler.EndlessCascadeException;
import dev.foliot.handler.ProjectionProgress;
import dev.foliot.live.Change;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Hop;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.FoliotTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** R15 to R18: events handled at their commit, and an engine that starts later. */
@TestPropertySource(properties = "foliot.event-processing=sync")
class SynchronousIntegrationTests extends ShopTest {

  /** The application is paused between test classes, and starts again only if nothing waits. */
  @AfterEach
  void leaveNothingThatWaits() {
    FoliotTables.empty(jdbc);
  }

  // R15, R17
  @Test
  void everythingIsVisibleWhenProcessReturns() {
    domain.process(new Receive("p1", 10));
    domain.process(new Place("o1", "p1", 1));

    assertThat(domain.viewFor(Board.class).get("o1").status()).isEqualTo("reserved");
    assertThat(faults.calls()).containsExactly("board o1", "reservation o1", "board o1 reserved");
  }

  @Test
  void viewIsNeverStale() {
    domain.process(new Place("o1", "p1", 1));
    clock.advance(Duration.ofMinutes(1));

    assertThat(domain.viewFor(Board.class).staleness()).isZero();
  }

  @Test
  void liveChangesFollowCommitsOnly() {
    List<String> statuses = new ArrayList<>();
    Flow.Publisher<Change<Board>> board = domain.changes(Board.class, "o1");
    board.subscribe(
        new EachChange<>(change -> statuses.add(change.row().map(Board::status).orElse("none"))));
    faults.fail("board", "o1", 1);
    assertThatThrownBy(() -> domain.process(new Place("o1", "p1", 1)))
        .isExactlyInstanceOf(IllegalStateException.class);

    domain.process(new Receive("p1", 10));
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));

    assertThat(statuses).containsExactly("none", "reserved", "cancelled");
  }

  // R15
  @Test
  void failureInTheMiddleRollsEverythingBack() {
    domain.process(new Receive("p1", 10));
    faults.fail("board", "o1 reserved", 1);

    assertThatThrownBy(() -> domain.process(new Place("o1", "p1", 1)))
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("board fails on o1 reserved");

    assertThat(domain.viewFor(Board.class).count()).isZero();
    assertThat(jdbc.queryForObject("select count(*) from orders", Long.class)).isZero();
    assertThat(jdbc.queryForObject("select count(*) from foliot_message", Long.class)).isEqualTo(1);
  }

  @Test
  void readersAreWokenAfterTheCommit() {
    List<Long> rows = new ArrayList<>();
    ProjectionProgress.Registration reader =
        node.progress()
            .onAdvance(
                Set.of("board-projector"), () -> rows.add(domain.viewFor(Board.class).count()));

    domain.process(new Place("o1", "p1", 1));
    domain.process(new Receive("p1", 10));
    reader.close();

    assertThat(rows).containsExactly(1L);
  }

  // R18
  @Test
  void engineThatStartsLaterHandlesNothingAgain() {
    domain.process(new Receive("p1", 10));
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));
    List<String> before = faults.calls();

    Engine.inTestMode(domain).run();
    EngineOf.synchronous(node, false).testCycles().run(3);

    assertThat(faults.calls()).filteredOn(call -> !call.startsWith("mail")).isEqualTo(before);
  }

  // A published event leaves through the outbox in this mode too
  @Test
  void subscribersAreServedByTheEngine() {
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Cancel("o1"));
    assertThat(faults.calls()).doesNotContain("mail o1");

    engine().run();

    assertThat(faults.calls()).containsOnlyOnce("mail o1");
  }

  // R18: a projector that is new reads from the beginning, what was delivered synchronously too
  @Test
  void newProjectorReadsWhatHappenedBefore() {
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Place("o2", "p1", 1));
    forget("board-projector");
    forget("reservation");
    jdbc.execute("delete from shop$board");
    faults.reset();

    node.register();
    engine().run();

    assertThat(domain.viewFor(Board.class).count()).isEqualTo(2);
    assertThat(faults.calls())
        .as("a new event handler starts at the end")
        .containsExactly("board o1", "board o2");
  }

  // R18: the start on threads catches up before the application takes its first command
  @Test
  void startCatchesNewProjectorUp() {
    domain.process(new Place("o1", "p1", 1));
    forget("board-projector");
    jdbc.execute("delete from shop$board");
    EngineNode started = EngineOf.synchronous(node, true);
    started.register();

    started.start();
    try {
      assertThat(domain.viewFor(Board.class).count()).isEqualTo(1);
    } finally {
      started.stop();
    }
  }

  // R18
  @Test
  void refusesSwitchToSyncWhileSubscriptionIsBehind() {
    domain.process(new Place("o1", "p1", 1));
    jdbc.update("update foliot_message set delivered_synchronously = false");

    assertThatThrownBy(() -> EngineOf.synchronous(node, true).register())
        .isInstanceOf(PendingDeliveriesException.class)
        .hasMessageContaining(
            "Subscription board-projector has not handled the message at position")
        .hasMessageContaining("Start with async until it has caught up, then switch.")
        .satisfies(
            refused ->
                assertThat(FoliotRunner.analysis(refused).getAction())
                    .isEqualTo(
                        "Start with foliot.event-processing=async until subscription board-projector has caught up, then switch to sync."));

    jdbc.execute("delete from shop$board");
    EngineOf.synchronous(node, false).testCycles().run(3);
    EngineOf.synchronous(node, true).register();
  }

  // R18
  @Test
  void refusesSwitchToSyncWhileKeysAreHeld() {
    faults.fail("reservation", "o1", 100);
    domain.process(new Receive("p1", 10));
    jdbc.update("update foliot_message set type = 'gone', delivered_synchronously = false");
    EngineOf.synchronous(node, false).testCycles().run(3);

    assertThatThrownBy(() -> EngineOf.synchronous(node, true).register())
        .isInstanceOf(PendingDeliveriesException.class)
        .hasMessageContaining("holds 1 key(s) behind failed messages");
  }

  // R17
  @Test
  void endlessCascadeStopsAndShowsItsLoop() {
    assertThatThrownBy(() -> domain.process(new Hop("c1", 5_000)))
        .isInstanceOf(EndlessCascadeException.class)
        .hasMessageContaining("hopped → hopper")
        .hasMessageContaining("foliot.sync.max-depth");

    assertThat(jdbc.queryForObject("select count(*) from foliot_message", Long.class)).isZero();
  }

  private void forget(String subscription) {
    for (String table : List.of("foliot_checkpoint", "foliot_segment")) {
      jdbc.update("delete from " + table + " where subscription = ?", subscription);
    }
    jdbc.update("delete from foliot_subscription where name = ?", subscription);
  }
}
