package dev.foliot.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.engine.ReplayFailedException;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A projection is filled again beside its live rows. */
class RebuildIntegrationTests extends ShopTest {
  private static final String BOARD = "board-projector";

  @AfterEach
  void leaveNoTables() {
    RebuildTests.dropAll(domain, jdbc);
  }

  @Test
  void restoresDeletedRowsAndLosesStaleOnes() {
    fillBoard();
    List<String> before = board();
    jdbc.update("delete from shop$board where order_id = 'o1'");
    jdbc.update("update shop$board set status = 'wrong' where order_id = 'o2'");
    jdbc.update("insert into shop$board (order_id, status, changes) values ('stale', 'old', 0)");

    RebuildReport started = domain.rebuilds().start(Board.class);
    engine().run();

    assertThat(board()).isEqualTo(before);
    RebuildReport ended = domain.rebuilds().show(started.id());
    assertThat(ended.status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(ended.handled()).isEqualTo(7);
    assertThat(ended.subscriptions()).containsExactly(BOARD);
    assertThat(ended.hasFormerRows()).isTrue();
  }

  @Test
  void failingEventFailsRebuildAndNamesIt() {
    fillBoard();
    List<String> before = board();
    faults.fail("board", "o2 reserved", Integer.MAX_VALUE);

    long id = domain.rebuilds().start(Board.class).id();
    engine().run();

    RebuildReport failed = domain.rebuilds().show(id);
    assertThat(failed.status()).isEqualTo(RebuildStatus.FAILED);
    assertThat(failed.failure()).isNotNull();
    assertThat(failed.failure().type()).isEqualTo("reserved");
    assertThat(failed.failure().subscription()).isEqualTo(BOARD);
    assertThat(failed.failure().position())
        .isEqualTo(
            jdbc.queryForObject(
                "select position from foliot_message where type = 'reserved' and payload like '%o2%'",
                Long.class));
    assertThat(failed.failure().error())
        .isEqualTo("java.lang.IllegalStateException: board fails on o2 reserved");
    assertThat(board()).isEqualTo(before);
    assertThat(RebuildTests.schemas(jdbc)).isEmpty();
  }

  // PostgreSQL cannot store the character, so the rebuild would try to end for ever
  @Test
  void failureWithUnstorableTextEndsRebuild() {
    fillBoard();
    faults.during(
        "board",
        "o2 reserved",
        () -> {
          throw new IllegalStateException("no\0text");
        });

    long id = domain.rebuilds().start(Board.class).id();
    engine().run();

    RebuildReport failed = domain.rebuilds().show(id);
    assertThat(failed.status()).isEqualTo(RebuildStatus.FAILED);
    assertThat(failed.failure().error()).isEqualTo("java.lang.IllegalStateException: no text");
  }

  @Test
  void eventsAfterSwitchAreHandledOnce() {
    fillBoard();
    domain.rebuilds().start(Board.class);
    engine().run();

    domain.process(new Cancel("o2"));
    engine().run();

    assertThat(board()).containsExactly("o1 cancelled 2", "o2 cancelled 2", "o3 reserved 1");
  }

  @Test
  void liveDeliveryThatIsBehindRepeatsNothing() {
    fillBoard();
    domain.subscriptions().pause(BOARD, "to be behind the rebuild");
    domain.process(new Cancel("o2"));
    domain.rebuilds().start(Board.class);
    engine().run();
    assertThat(board()).contains("o2 cancelled 2");

    domain.subscriptions().resume(BOARD);
    engine().run();

    assertThat(board()).containsExactly("o1 cancelled 2", "o2 cancelled 2", "o3 reserved 1");
  }

  @Test
  void liveRowsAreReadAndWrittenMeanwhile() {
    fillBoard();
    domain.rebuilds().start(Board.class, RebuildOptions.beside().withoutSwitch());
    engine().run();
    domain.process(new Cancel("o3"));
    engine().run();

    assertThat(board()).contains("o3 cancelled 2");
    RebuildReport waiting = domain.rebuilds().list().get(0);
    assertThat(waiting.status()).isEqualTo(RebuildStatus.CAUGHT_UP);
    assertThat(waiting.position()).isEqualTo(waiting.end());
    assertThat(waiting.percent()).isEqualTo(100);

    domain.rebuilds().switchOver(waiting.id());

    assertThat(board()).containsExactly("o1 cancelled 2", "o2 reserved 1", "o3 cancelled 2");
  }

  @Test
  void switchByHandIsRefusedToOtherVersion() {
    fillBoard();
    long id = waiting();
    jdbc.update("update foliot_rebuild_segment set version = version + 1");

    assertSwitchRefused(id);
  }

  @Test
  void switchIsRefusedIfProjectorWasAdded() {
    fillBoard();
    long id = waiting();
    jdbc.update("delete from foliot_rebuild_segment"); // as if it had not been there

    assertSwitchRefused(id);
    domain.rebuilds().cancel(id);
  }

  private long waiting() {
    long id = domain.rebuilds().start(Board.class, RebuildOptions.beside().withoutSwitch()).id();
    engine().run();
    return id;
  }

  private void assertSwitchRefused(long id) {
    assertThatThrownBy(() -> domain.rebuilds().switchOver(id))
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessageContaining("its projectors, or their versions, are not those of the rebuild");
    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.CAUGHT_UP);
  }

  @Test
  void failureOfALastMessageEndsTheSwitchOnly() {
    fillBoard();
    domain.rebuilds().start(Board.class, RebuildOptions.beside().withoutSwitch());
    engine().run();
    long id = domain.rebuilds().list().get(0).id();
    domain.process(new Cancel("o3"));
    faults.fail("board", "o3 cancelled", 1);

    assertThatThrownBy(() -> domain.rebuilds().switchOver(id))
        .isInstanceOf(ReplayFailedException.class)
        .hasMessageContaining("board fails on o3 cancelled");

    domain.rebuilds().switchOver(id);
    engine().run();
    assertThat(board()).containsExactly("o1 cancelled 2", "o2 reserved 1", "o3 cancelled 2");
  }

  @Test
  void rollBackBringsFormerRowsAndTheirEventsBack() {
    fillBoard();
    jdbc.update("update shop$board set status = 'former' where order_id = 'o1'");
    long id = domain.rebuilds().start(Board.class).id();
    engine().run();
    assertThat(board()).contains("o1 cancelled 2");
    domain.process(new Cancel("o2"));
    engine().run();

    domain.rebuilds().rollBack(id);
    engine().run();

    assertThat(board()).containsExactly("o1 former 2", "o2 cancelled 2", "o3 reserved 1");
    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.ROLLED_BACK);
    assertThat(RebuildTests.schemas(jdbc)).isEmpty();
  }

  @Test
  void rollBackBringsParkedMessagesBack() {
    fillBoard();
    faults.fail("board", "o2 cancelled", 100);
    domain.process(new Cancel("o2"));
    engine().runUntilIdle();
    assertThat(parked()).isEqualTo(1);
    faults.reset();

    long id = domain.rebuilds().start(Board.class).id();
    engine().run();
    assertThat(board()).contains("o2 cancelled 2");
    assertThat(parked()).isZero();

    domain.rebuilds().rollBack(id);
    assertThat(board()).contains("o2 reserved 1");
    assertThat(parked()).isEqualTo(1);
    domain.subscriptions().retryAll(BOARD);
    engine().run();
    assertThat(board()).contains("o2 cancelled 2");
  }

  private int parked() {
    return domain.subscriptions().parked(BOARD, 0, 10).size();
  }

  @Test
  void formerRowsAreDroppedOnRequest() {
    fillBoard();
    long id = domain.rebuilds().start(Board.class).id();
    engine().run();

    RebuildReport dropped = domain.rebuilds().dropFormer(id);

    assertThat(dropped.hasFormerRows()).isFalse();
    assertThat(RebuildTests.schemas(jdbc)).isEmpty();
    assertThatThrownBy(() -> domain.rebuilds().rollBack(id))
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessage(
            "Rebuild %s of projection dev.foliot.shop.Shop$Board cannot be rolled back or dropped: it is switched, and must be switched, with its former rows. Look at it: foliot rebuild show %s.",
            id, id);
  }

  @Test
  void cancelLeavesLiveRowsAndNothingElse() {
    fillBoard();
    List<String> before = board();
    long id = domain.rebuilds().start(Board.class, RebuildOptions.beside().withoutSwitch()).id();
    engine().run();

    assertThat(domain.rebuilds().cancel(id).status()).isEqualTo(RebuildStatus.CANCELLED);
    engine().run();

    assertThat(board()).isEqualTo(before);
    assertThat(RebuildTests.schemas(jdbc)).isEmpty();
  }

  @Test
  void secondRebuildOfProjectionIsRefused() {
    long id = domain.rebuilds().start(Board.class).id();

    assertThatThrownBy(() -> domain.rebuilds().start(BOARD, RebuildOptions.beside()))
        .isInstanceOf(RebuildRefusedException.class)
        .hasMessage(
            "Projection dev.foliot.shop.Shop$Board is being rebuilt by rebuild %s. Wait for its end, or cancel it: foliot rebuild cancel %s.",
            id, id);
    assertThat(domain.rebuilds().list()).hasSize(1);
  }

  @Test
  void inPlaceFillsLiveRowsAgain() {
    fillBoard();
    List<String> before = board();
    jdbc.update("insert into shop$board (order_id, status, changes) values ('stale', 'old', 0)");

    long id = domain.rebuilds().start(Board.class, RebuildOptions.inPlace()).id();
    assertThat(board()).isEmpty();
    engine().run();

    assertThat(board()).isEqualTo(before);
    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.FINISHED);
  }

  @Test
  void discardedMessageIsPassedOver() {
    fillBoard();
    faults.fail("board", "o2 cancelled", Integer.MAX_VALUE);
    domain.process(new Cancel("o2"));
    engine().runUntilIdle();
    var poison = domain.subscriptions().parked(BOARD, 0, 1).get(0);
    domain.subscriptions().discard(BOARD, poison.messageId(), "not needed", "ann");

    long id = domain.rebuilds().start(Board.class).id();
    engine().run();

    assertThat(domain.rebuilds().show(id).status()).isEqualTo(RebuildStatus.SWITCHED);
    assertThat(board()).contains("o2 reserved 1");
  }

  @Test
  void comparisonKnowsRowsOfAnEarlierSynchronousMode() {
    fillBoard();
    jdbc.update("update foliot_message set delivered_synchronously = true");
    jdbc.update("update foliot_checkpoint set position = 0 where subscription = ?", BOARD);

    assertThat(domain.rebuilds().compare(Board.class, CompareOptions.standard()).differences())
        .isEmpty();
  }

  private void fillBoard() {
    domain.process(new Receive("p1", 10));
    for (String order : List.of("o1", "o2", "o3")) {
      domain.process(new Place(order, "p1", 1));
    }
    engine().run();
    domain.process(new Cancel("o1"));
    engine().run();
  }

  private List<String> board() {
    return RebuildTests.board(jdbc);
  }

  @Test
  void nameOfAPersonCanBeStored() {
    for (String name : List.of("a\0", "a\uD83D", "x".repeat(201))) {
      assertThatThrownBy(() -> RebuildOptions.beside().by(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("The name of the person who starts a rebuild has ");
    }
  }
}
