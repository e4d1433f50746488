package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.live.Change;
import dev.foliot.live.RowFilter;
import dev.foliot.projection.RowsById;
import dev.foliot.projection.RowsByIds;
import dev.foliot.projection.Views;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Cancel;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.Shop.Receive;
import dev.foliot.shop.ShopTest;
import dev.foliot.testsupport.CountingDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Live changes of a projection that the engine fills, in test mode: each change has arrived when
 * the run returns.
 */
class LiveChangesIntegrationTests extends ShopTest {
  private static final Predicate<Board> PLACED = board -> board.status().equals("placed");

  private static final ExampleMatcher BY_STATUS =
      ExampleMatcher.matching().withIgnorePaths("orderId", "changes");

  @Autowired private TransactionTemplate transaction;
  @Autowired private RowsByIds rows;
  @Autowired private Views views;
  private final List<Flow.Subscription> subscriptions = new ArrayList<>();

  private final class Statuses implements Flow.Subscriber<Change<Board>> {
    private final List<String> got = new ArrayList<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriptions.add(subscription);
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Change<Board> change) {
      got.add(change.id() + " " + change.row().map(Board::status).orElse("none"));
    }

    @Override
    public void onError(Throwable failure) {
      got.add(failure.toString());
    }

    @Override
    public void onComplete() {
      got.add("completed");
    }
  }

  @AfterEach
  void cancel() {
    subscriptions.forEach(Flow.Subscription::cancel);
  }

  private List<String> follow(String orderId) {
    Statuses statuses = new Statuses();
    domain.changes(Board.class, orderId).subscribe(statuses);
    return statuses.got;
  }

  @Test
  void subscriberSeesEachStateThatARunCommits() {
    List<String> o1 = follow("o1");
    domain.process(new Receive("p1", 5));
    domain.process(new Place("o1", "p1", 1));
    assertThat(o1).as("the event is not delivered yet").containsExactly("o1 none");

    engine().run();
    domain.process(new Cancel("o1"));
    engine().run();

    assertThat(o1).containsExactly("o1 none", "o1 placed", "o1 reserved", "o1 cancelled");
  }

  @Test
  void filterFollowsRowsThatComeAndLeave() {
    Statuses placed = new Statuses();
    domain.changes(Board.class, RowFilter.where(PLACED)).subscribe(placed);
    domain.process(new Place("o1", "p1", 1));
    domain.process(new Place("o2", "p1", 1));
    engine().run();
    domain.process(new Cancel("o1"));
    engine().run();

    assertThat(placed.got)
        .containsExactlyInAnyOrder("o1 placed", "o2 placed", "o1 none")
        .endsWith("o1 none");
  }

  @Test
  void exampleFollowsTheRowsThatAreLikeIt() {
    domain.process(new Place("x", "p1", 1));
    domain.process(new Cancel("x"));
    engine().run();
    Board probe = domain.viewFor(Board.class).get("x");
    Statuses cancelled = new Statuses();
    domain.changes(Board.class, RowFilter.like(Example.of(probe, BY_STATUS))).subscribe(cancelled);
    domain.process(new Place("o1", "p1", 1));
    engine().run();

    domain.process(new Cancel("o1"));
    engine().run();

    assertThat(cancelled.got).containsExactly("x cancelled", "o1 cancelled");
  }

  @Test
  void deliveryThatIsRolledBackGivesNothing() {
    faults.fail("board", "o1 cancelled", 100);
    List<String> o1 = follow("o1");
    domain.process(new Place("o1", "p1", 1));
    engine().run();

    domain.process(new Cancel("o1"));
    engine().runUntilIdle();

    assertThat(faults.calls()).contains("board o1 cancelled");
    assertThat(o1).containsExactly("o1 none", "o1 placed");
  }

  @Test
  void rowThatIsNotCommittedIsNotGiven() {
    List<String> o9 =
        transaction.execute(
            status -> {
              jdbc.update(
                  "insert into shop$board (order_id, status, changes) values ('o9', 'written', 0)");
              return follow("o9");
            });

    assertThat(o9).containsExactly("o9 none");
  }

  @Test
  void thousandSubscribersShareTheReads() {
    CountingDataSource counted = (CountingDataSource) dataSource;
    follow("o1");
    domain.process(new Place("o1", "p1", 1));
    engine().run();
    domain.process(new Place("o2", "p1", 1));
    int ofOne = counted.statementsOf(() -> engine().run());
    List<List<String>> many = new ArrayList<>();
    for (int i = 0; i < 999; i++) {
      many.add(follow("o1"));
    }
    domain.process(new Place("o3", "p1", 1));

    assertThat(counted.statementsOf(() -> engine().run())).isEqualTo(ofOne);
    domain.process(new Cancel("o1"));
    engine().run();

    assertThat(many)
        .allSatisfy(each -> assertThat(each).containsExactly("o1 placed", "o1 cancelled"));
  }

  @Test
  void manyRowsAreFewReads() {
    CountingDataSource counted = (CountingDataSource) dataSource;
    domain.process(new Place("o1", "p1", 1));
    engine().run();
    follow("o1");
    domain.process(new Place("o2", "p1", 1));
    int ofOneRow = counted.statementsOf(() -> engine().run());
    for (int i = 0; i < 200; i++) {
      follow("x" + i);
    }
    domain.process(new Place("o3", "p1", 1));

    assertThat(counted.statementsOf(() -> engine().run()) - ofOneRow).isLessThanOrEqualTo(1);
  }

  @Test
  void idThatTheDatabaseRefusesHurtsNoOtherSubscriber() {
    List<String> o1 = follow("o1");
    List<String> none = follow("o\0"); // PostgreSQL has no such text
    domain.process(new Place("o1", "p1", 1));

    engine().run();

    assertThat(o1).containsExactly("o1 none", "o1 placed");
    assertThat(none).containsExactly("o\0 none");
  }

  @Test
  void switchAndRollBackOfARebuildAreSeen() {
    domain.process(new Place("o1", "p1", 1));
    engine().run();
    jdbc.update("update shop$board set status = 'wrong' where order_id = 'o1'");
    List<String> o1 = follow("o1");

    long rebuild = domain.rebuilds().start(Board.class).id();
    engine().run();
    domain.rebuilds().rollBack(rebuild);
    List<String> got = List.copyOf(o1);
    domain.rebuilds().show(rebuild).subscriptions().forEach(domain.rebuilds()::removed);

    assertThat(got).containsExactly("o1 wrong", "o1 placed", "o1 wrong");
  }

  @Test
  void changeOfARowThatASubscriberGotIsNotWritten() {
    domain.process(new Place("o1", "p1", 1));
    engine().run();
    RowsById<Board> byId = rows.of(Board.class, views.of(Board.class)).orElseThrow();

    transaction.executeWithoutResult(
        status -> {
          Board row = byId.findAllById(List.of("o1")).get("o1");
          ReflectionTestUtils.setField(row, "status", "changed by a reader");
        });

    assertThat(domain.viewFor(Board.class).get("o1").status()).isEqualTo("placed");
  }

  @Test
  void refusesAClassThatIsNoProjection() {
    assertThatThrownBy(() -> domain.changes(String.class, "a"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.String cannot be read");
  }
}
