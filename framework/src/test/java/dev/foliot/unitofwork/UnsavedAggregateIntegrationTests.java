package dev.foliot.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Parcel;
import dev.foliot.testsupport.shop.Ticket;
import java.util.List;
import java.util.stream.IntStream;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** An aggregate that raised an event is stored by the commit, or the commit says that it is not. */
class UnsavedAggregateIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jpa();
  private final AggregateRepository<Order> orders = foliot.repositories.of(Order.class);
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);

  @Test
  void refusesNewAggregatesThatNobodySaved() {
    var refused =
        catchThrowableOfType(
            UnsavedAggregateException.class,
            () ->
                foliot.inTransaction(
                    () -> {
                      accounts.save(Account.open("saved"));
                      Account.open("a");
                      Order.placed("o");
                      new Ticket("t");
                    }));

    assertThat(refused)
        .hasMessageStartingWith(
            "The transaction does not store all events that were raised in it: Account a raised AccountOpened; Order o raised OrderPlaced; Ticket (without an id) raised TicketOpened. Save each aggregate");
    assertThat(refused.aggregates()).hasSize(3);
    assertThat(foliot.log()).isEmpty();
  }

  @Test
  void refusesWhatAnAggregateOfAnotherUnitOfWorkRaised() {
    accounts.save(Account.open("a"));
    Account loadedBefore = accounts.get("a");

    assertThatThrownBy(() -> foliot.inTransaction(() -> loadedBefore.deposit(1)))
        .isInstanceOf(UnsavedAggregateException.class)
        .hasMessageContaining("Account a raised Deposited");
  }

  @Test
  void namesTenOfMany() {
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> IntStream.range(0, 12).forEach(each -> Account.open("a" + each))))
        .hasMessageContaining("Account a9 raised AccountOpened; and 2 more. Save");
  }

  @Test
  void acceptsWhatAnInnerTransactionStored() {
    foliot.inTransaction(
        () -> {
          Account account = Account.open("a");
          foliot.inNewTransaction(() -> accounts.save(account));
        });

    assertThat(foliot.events("account", "a")).hasSize(1);
  }

  @Test
  void acceptsWhatAnInnerTransactionRolledBackWithItsFailure() {
    foliot.inTransaction(
        () -> {
          Account account = Account.open("a");
          assertThatThrownBy(() -> foliot.inNewTransaction(() -> saveAndFail(account)))
              .hasMessage("inner");
          foliot.note("the account could not be opened");
        });

    assertThat(foliot.log()).isEmpty();
    assertThat(foliot.notes()).hasSize(1);
  }

  private void saveAndFail(Account account) {
    accounts.save(account);
    throw new IllegalStateException("inner");
  }

  @Test
  void refusesWhatWasRaisedAfterAnInnerTransaction() {
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      Account account = Account.open("a");
                      foliot.inNewTransaction(() -> accounts.save(account));
                      account.deposit(1);
                    }))
        .isInstanceOf(UnsavedAggregateException.class)
        .hasMessageContaining("Account a raised Deposited.");
  }

  @Test
  void acceptsAMergedCopy() {
    foliot.inTransaction(() -> orders.save(Order.placed("o")));

    foliot.inTransaction(
        () -> {
          Order detached = foliot.transactions.inNew(() -> orders.get("o"));
          detached.touch("detached");
          foliot.entities.merge(detached);
        });

    assertThat(foliot.events("order", "o")).hasSize(2);
  }

  @Test
  void ignoresWhatIsRaisedOutsideOfAUnitOfWork() {
    Account account = Account.open("a");

    foliot.inTransaction(() -> {});

    assertThat(account.pendingEvents()).hasSize(1);
  }

  // ---- read-only transactions

  @Test
  void refusesToSaveEventsInAReadOnlyTransaction() {
    accounts.save(Account.open("a"));
    orders.save(Order.placed("o"));
    Account opened = Account.open("new");
    Account account = accounts.get("a");
    account.deposit(1);
    Order order = orders.get("o");
    order.touch("outside");
    Order placed = Order.placed("new");

    for (Runnable each :
        List.<Runnable>of(
            () -> accounts.save(account),
            () -> accounts.save(opened),
            () -> orders.save(order),
            () -> foliot.entities.merge(new Parcel("p", order)),
            () -> orders.save(placed),
            () -> orders.create(placed),
            () -> foliot.entities.persist(placed))) {
      assertThatThrownBy(() -> foliot.inReadOnlyTransaction(each))
          .isInstanceOf(ReadOnlyUnitOfWorkException.class);
    }

    accounts.save(account);
    orders.save(order);
    assertThat(foliot.events("account", "a")).hasSize(2);
    assertThat(foliot.events("order", "o")).hasSize(2);
    assertThat(foliot.log()).hasSize(4);
  }

  @Test
  void writesNoRowWithEventsInAReadOnlyTransaction() {
    orders.save(Order.placed("o"));
    Order order = orders.get("o");
    order.touch("outside");

    assertThatThrownBy(() -> foliot.inReadOnlyTransaction(() -> updateStateless(order)))
        .isNotNull(); // PostgreSQL refuses the statement itself

    assertThat(foliot.jdbc.queryForObject("select event_count from orders", Integer.class))
        .isEqualTo(1);
  }

  private void updateStateless(Order order) {
    var connection = DataSourceUtils.getConnection(foliot.dataSource);
    try (var stateless =
        foliot.factory.unwrap(SessionFactory.class).openStatelessSession(connection)) {
      stateless.update(order);
    }
  }
}
