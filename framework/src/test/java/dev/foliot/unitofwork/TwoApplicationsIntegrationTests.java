package dev.foliot.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.consistency.ConsistencyToken;
import dev.foliot.consistency.Tracked;
import dev.foliot.consistency.TrackedActions;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Voucher;
import org.junit.jupiter.api.Test;

/**
 * Two applications in one JVM, each with a database: called within a transaction of the other, each
 * of them stores what is its own.
 */
class TwoApplicationsIntegrationTests {
  private final TestFoliot outer = TestFoliot.jpa();
  private final TestFoliot inner = TestFoliot.jdbc();
  private final AggregateRepository<Account> accounts = inner.repositories.of(Account.class);
  private final AggregateRepository<Order> orders = outer.repositories.of(Order.class);

  @Test
  void savesInTheDatabaseOfTheRepository() {
    outer.inTransaction(() -> accounts.save(Account.open("a")));

    assertThat(inner.events("account", "a")).containsExactly(new AccountOpened("a"));
    assertThat(outer.log()).isEmpty();
  }

  @Test
  void loadsFromTheDatabaseOfTheRepository() {
    accounts.save(Account.open("a"));
    AggregateRepository<Account> others = outer.repositories.of(Account.class);

    outer.inTransaction(
        () -> {
          others.save(Account.open("a"));
          others.get("a").deposit(1);
          assertThat(accounts.get("a").balance()).isZero();
          accounts.close("a", "not needed");
        });

    assertThat(outer.events("account", "a"))
        .containsExactly(new AccountOpened("a"), new Deposited("a", 1));
    assertThat(accounts.find("a")).isEmpty();
  }

  @Test
  void refusesAChangeThatNoTransactionOfItsOwnStores() {
    accounts.save(Account.open("a"));

    assertThatThrownBy(() -> outer.inTransaction(() -> accounts.get("a").deposit(1)))
        .isInstanceOf(UnsavedAggregateException.class)
        .hasMessageContaining("Account a raised Deposited");

    assertThat(outer.log()).isEmpty();
  }

  @Test
  void runsCommandsInItsOwnTransaction() {
    inner.with(new Voucher.Decisions());

    outer.inTransaction(() -> inner.process(new Voucher.Issue("v", 5)));

    assertThat(inner.events("voucher", "v")).hasSize(1);
    assertThat(outer.log()).isEmpty();
  }

  @Test
  void goesOnWithItsOwnAfterwards() {
    outer.inTransaction(
        () -> {
          orders.save(Order.placed("before"));
          accounts.save(Account.open("a"));
          orders.save(Order.placed("after"));
        });

    assertThat(outer.log())
        .extracting(message -> message.streamId())
        .containsExactly("before", "after");
    assertThat(inner.log()).extracting(message -> message.streamId()).containsExactly("a");
  }

  @Test
  void refusesARowThatIsWrittenWithinTheOthersTransaction() {
    orders.save(Order.placed("o"));

    assertThatThrownBy(
            () ->
                outer.inTransaction(
                    () -> {
                      orders.get("o").touch("x");
                      inner.inTransaction(() -> outer.entities.flush());
                    }))
        .hasStackTraceContaining("its row was written in another transaction");

    assertThat(outer.events("order", "o")).hasSize(1);
    assertThat(inner.log()).isEmpty();
  }

  @Test
  void tokenHasThePositionsOfItsOwnApplication() {
    TrackedActions ofOuter = new TrackedActions(outer.transactions);
    TrackedActions ofInner = new TrackedActions(inner.transactions);

    Tracked<ConsistencyToken> tracked =
        ofOuter.run(
            () -> {
              orders.save(Order.placed("o"));
              return ofInner.run(this::saveInBoth).token();
            });

    assertThat(tracked.token()).isEqualTo(tokenOfTheLog(outer));
    assertThat(tracked.result()).isEqualTo(tokenOfTheLog(inner));
  }

  private boolean saveInBoth() {
    orders.save(Order.placed("within"));
    accounts.save(Account.open("a"));
    return true;
  }

  private static ConsistencyToken tokenOfTheLog(TestFoliot application) {
    return ConsistencyToken.of(
        PositionRuns.of(
            application.log().stream()
                .map(message -> new PositionRuns.Run(message.position(), message.position()))
                .toList()));
  }

  @Test
  void tracksWithinATransactionOfTheOther() {
    TrackedActions ofInner = new TrackedActions(inner.transactions);

    outer.inTransaction(
        () -> assertThat(ofInner.run(this::saveInBoth).token()).isEqualTo(tokenOfTheLog(inner)));
  }
}
