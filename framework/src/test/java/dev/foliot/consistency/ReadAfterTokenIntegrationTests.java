package dev.foliot.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.CommandOptions;
import dev.foliot.command.CommandReceipt;
import dev.foliot.command.CommandStatus;
import dev.foliot.handler.ErrorDecision;
import dev.foliot.message.Priority;
import dev.foliot.query.QueryOptions;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.FindOrders;
import dev.foliot.shop.Shop.Hop;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Probe;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads after a token, without threads: the engine stands still, so a read that must wait fails.
 */
class ReadAfterTokenIntegrationTests extends ShopTest {
  private static final Duration LONG = Duration.ofHours(1);

  @Autowired private TransactionTemplate transactions;

  private ConsistencyToken place(String orderId) {
    return domain.tracking(() -> domain.process(new Place(orderId, "p1", 1))).token();
  }

  private void read(ConsistencyToken token) {
    domain.viewFor(Board.class).after(token, LONG);
  }

  private void assertWaits(ConsistencyToken token) {
    assertThatThrownBy(() -> read(token))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "A read waits for the projections [board-projector], but no engine runs on this steppable clock, so it would never end. Run the engine first: Engine.inTestMode(domain).runUntilIdle(), or that of @EngineTest.");
  }

  // ---- tokens

  @Test
  void tokenHasResultAndCommitsOfTheAction() {
    Tracked<String> placed = domain.tracking(() -> domain.process(new Place("o1", "p1", 1)));

    assertThat(placed.result()).isEqualTo("o1");
    assertThat(placed.token().isEmpty()).isFalse();
    assertThat(placed.token().last())
        .isEqualTo(jdbc.queryForObject("select max(position) from foliot_message", Long.class));
  }

  @Test
  void actionWithoutEventsGivesAnEmptyToken() {
    ConsistencyToken token = domain.tracking(() -> domain.process(new Probe(() -> {}))).token();

    assertThat(token.isEmpty()).isTrue();
    read(token);
  }

  @Test
  void rolledBackActionGivesNoEvents() {
    ConsistencyToken token =
        domain.tracking(
            () -> {
              transactions.executeWithoutResult(
                  status -> {
                    domain.process(new Place("o1", "p1", 1));
                    status.setRollbackOnly();
                  });
            });

    assertThat(token.isEmpty()).isTrue();
  }

  @Test
  void tokenOfSeveralCommitsWaitsForAll() {
    ConsistencyToken both =
        domain.tracking(
            () -> {
              domain.process(new Place("o1", "p1", 1));
              engine().run();
              domain.process(new Place("o2", "p1", 1));
            });

    assertWaits(both);
    engine().run();
    read(both);
  }

  @Test
  void submittedCommandAloneGivesAnEmptyToken() {
    ConsistencyToken token = domain.tracking(() -> domain.submit(new Place("o1", "p1", 1))).token();

    assertThat(token.isEmpty()).isTrue();
  }

  @Test
  void trackingWithinATransactionIsRefused() {
    assertThatThrownBy(() -> transactions.executeWithoutResult(status -> place("o1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The commits of an action cannot be tracked within a transaction, which commits after the action. Call domain.tracking around the transaction.");
  }

  @Test
  void hugeCommitHasAShortToken() {
    ConsistencyToken token =
        domain.tracking(
            () ->
                transactions.executeWithoutResult(
                    status ->
                        IntStream.range(0, 2_000)
                            .forEach(i -> domain.process(new Place("o" + i, "p1", 1)))));

    assertThat(token.toString()).hasSizeLessThan(20);
    assertWaits(ConsistencyToken.parse(token.toString()));
    engine().run();
    read(token);
  }

  @Test
  void receiptHasTheTokenOfTheEventsOfItsDelivery() {
    CommandReceipt receipt = domain.submit(new Place("o1", "p1", 1));
    assertThatThrownBy(receipt::token)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The command %s has no consistency token yet: it is SUBMITTED. Await its end first: receipt.await."
                .formatted(receipt.id()));
    domain.subscriptions().pause("board-projector", "for the test");
    engine().run();
    domain.subscriptions().resume("board-projector");

    assertThat(receipt.token().isEmpty()).isFalse();
    assertWaits(receipt.token());
    engine().run();
    read(receipt.token());
  }

  @Test
  void receiptOfACommandWithoutEventsHasAnEmptyToken() {
    place("o0"); // and events of others do not count
    CommandReceipt receipt = domain.submit(new Cancel("unknown"));
    for (int i = 0; i < 20; i++) {
      engine().run();
      clock.advance(Duration.ofHours(1));
    }

    assertThat(receipt.status()).isEqualTo(CommandStatus.FAILED);
    assertThat(receipt.token().isEmpty()).isTrue();
  }

  // ---- events that are done, and events that are not

  @Test
  void readWaitsUntilTheEventIsHandled() {
    ConsistencyToken token = place("o1");
    assertWaits(token);

    engine().run();

    assertThat(domain.viewFor(Board.class).after(token, Duration.ZERO).get("o1").status())
        .isEqualTo("placed");
  }

  @Test
  void eventsThatTheProjectionDoesNotWantNeverWait() {
    ConsistencyToken token = domain.tracking(() -> domain.process(new Receive("p1", 10))).token();

    assertThat(token.isEmpty()).isFalse();
    read(token); // and the stored checkpoint is far behind
  }

  @Test
  void lateCheckpointOfUnwantedMessagesDoesNotMatter() {
    place("o1");
    engine().run();
    ConsistencyToken placed = place("o2");
    engine().run();
    ConsistencyToken unwanted =
        domain.tracking(() -> domain.process(new Hop("c1", 3))).token().and(placed);
    engine().run();

    read(unwanted.and(placed));
  }

  @Test
  void backfillEventWaitsForItsOwnLane() {
    ConsistencyToken backfill =
        domain
            .tracking(
                () ->
                    domain.process(
                        new Place("o1", "p1", 1), CommandOptions.priority(Priority.BACKFILL)))
            .token();
    int primary =
        jdbc.update(
            "update foliot_checkpoint set position = ? where subscription = 'board-projector' and lane = 1",
            backfill.last());
    assertThat(primary).isPositive();
    assertWaits(backfill);

    jdbc.update("update foliot_checkpoint set position = 0 where subscription = 'board-projector'");
    engine().run();
    read(backfill);
  }

  @Test
  void eventThatWasPulledForwardIsDone() {
    ConsistencyToken backfill =
        domain
            .tracking(
                () ->
                    domain.process(
                        new Place("o1", "p1", 1), CommandOptions.priority(Priority.BACKFILL)))
            .token();
    assertWaits(backfill);

    jdbc.update(
        "insert into foliot_ahead (subscription, segment, position) values ('board-projector', 0, ?)",
        backfill.last());
    read(backfill);
  }

  @Test
  void eventThatAFormerSegmentHadPassedIsDone() {
    ConsistencyToken token = place("o1");
    engine().run();
    jdbc.update(
        "insert into foliot_former_segment (subscription, layout, segment, lane, position) select subscription, 1, segment, lane, position from foliot_checkpoint where subscription = 'board-projector'");
    jdbc.update("update foliot_checkpoint set position = 0 where subscription = 'board-projector'");
    read(token);

    jdbc.update(
        "update foliot_former_segment set position = 0 where subscription = 'board-projector'");
    assertWaits(token);
  }

  @Test
  void waitingMessageHoldsTheReadBackAndOthersFlow() {
    faults.fail("board", "o1", 2);
    ConsistencyToken failing = place("o1");
    ConsistencyToken other = place("o2");
    ConsistencyToken behind = domain.tracking(() -> domain.process(new Cancel("o1"))).token();
    engine().run();

    assertWaits(failing);
    assertWaits(behind);
    read(other);

    clock.advance(Duration.ofMinutes(1));
    engine().run();
    read(failing.and(behind));
  }

  @Test
  void parkedMessageFailsTheReadAtOnce() {
    faults.fail("board", "o1", 1_000);
    ConsistencyToken failing = place("o1");
    ConsistencyToken other = place("o2");
    ConsistencyToken behind = domain.tracking(() -> domain.process(new Cancel("o1"))).token();
    for (int i = 0; i < 20; i++) {
      engine().run();
      clock.advance(Duration.ofHours(1));
    }

    read(other);
    String id =
        jdbc.queryForObject(
            "select cast(message_id as varchar(36)) from foliot_held where subscription = 'board-projector'",
            String.class);
    for (ConsistencyToken blocked : List.of(failing, behind)) {
      assertThatThrownBy(() -> read(blocked))
          .isInstanceOfSatisfying(
              ProjectionStoppedException.class,
              stopped -> {
                assertThat(stopped.subscription()).isEqualTo("board-projector");
                assertThat(stopped.messageId())
                    .hasValueSatisfying(found -> assertThat(found).hasToString(id));
              })
          .hasMessage(
              "Subscription board-projector does not handle the event at position %s: message %s (placed) of the same key failed and is parked, so later messages of this key wait. Correct the cause, then retry or discard the message: foliot retry board-projector %s."
                  .formatted(blocked.last(), id, id));
    }
  }

  @Test
  void skippedMessageIsDone() {
    faults.fail("reservation", "o1", 1);
    faults.decide(ErrorDecision.skip());
    ConsistencyToken token = place("o1");
    engine().run();

    read(token);
  }

  @Test
  void pausedSubscriptionFailsTheReadAtOnce() {
    ConsistencyToken token = place("o1");
    domain.subscriptions().pause("board-projector", "the table is full");

    assertThatThrownBy(() -> read(token))
        .isInstanceOf(ProjectionStoppedException.class)
        .hasMessage(
            "Subscription board-projector does not handle the event at position %s: it is paused (the table is full). Resume it: foliot resume board-projector."
                .formatted(token.last()));

    domain.subscriptions().resume("board-projector");
    assertWaits(token);
  }

  @Test
  void pausedSubscriptionThatIsFarEnoughIsRead() {
    ConsistencyToken token = place("o1");
    engine().run();
    domain.subscriptions().pause("board-projector", "the table is full");

    read(token);
    domain.subscriptions().resume("board-projector");
  }

  @Test
  void removedSubscriptionFailsTheRead() {
    ConsistencyToken token = place("o1");
    jdbc.update("delete from foliot_subscription where name = 'board-projector'");

    assertThatThrownBy(() -> read(token))
        .isInstanceOf(ProjectionStoppedException.class)
        .hasMessage(
            "Subscription board-projector is not registered in the database, so nothing is delivered to it. It was removed while this application was running: start the application again.");
  }

  // ---- what is refused

  @Test
  void waitInATransactionIsRefused() {
    ConsistencyToken token = place("o1");

    assertThatThrownBy(() -> transactions.executeWithoutResult(status -> read(token)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "A read waits for a consistency token in a transaction, which would keep its connection and its locks meanwhile. Wait before the transaction begins.");
    assertThatCode(
            () -> transactions.executeWithoutResult(status -> read(ConsistencyToken.empty())))
        .doesNotThrowAnyException();
  }

  @Test
  void tokenOfAnotherLogIsRefused() {
    ConsistencyToken token = place("o1");
    jdbc.update("delete from foliot_message where position >= ?", token.last());

    assertThatThrownBy(() -> read(token))
        .isInstanceOf(InvalidConsistencyTokenException.class)
        .hasMessage(
            "The consistency token cannot be used: it covers position %s, which the log has not reached. Check that it is a token of this application and of this database, and that the database was not restored."
                .formatted(token.last()));
  }

  @Test
  void classWithoutProjectorIsRefused() {
    ConsistencyToken token = place("o1");

    assertThatThrownBy(() -> domain.await(token, LONG, String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A read of java.lang.String cannot wait for a token: no @Projector of this application fills it. Name the projections that it is read from: domain.await(token, timeout, …).");
  }

  // ---- queries

  @Test
  void queryWaitsForAllProjections() {
    ConsistencyToken token = place("o1");
    assertThatThrownBy(() -> domain.ask(new FindOrders(), QueryOptions.after(token)))
        .hasMessageContaining("A read waits for the projections [board-projector]");

    engine().run();

    List<Board> found = domain.ask(new FindOrders(), QueryOptions.after(token).timeout(LONG));
    assertThat(found).hasSize(1);
    List<Board> same = domain.ask(new FindOrders(), QueryOptions.after(token, Board.class));
    assertThat(same).hasSize(1);
  }

  // ---- costs

  @Test
  void readAfterHandledEventsCostsOneStatement() {
    ConsistencyToken token = place("o1");
    engine().run();
    CountingDataSource counting = (CountingDataSource) dataSource;

    assertThat(counting.statementsOf(() -> read(token))).isOne();
  }
}
