package dev.foliot.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.eventstore.StreamName;
import dev.foliot.message.Metadata;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.OrderTouched;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The unit of work with JPA. What JDBC alone must do too is in {@link
 * JdbcUnitOfWorkIntegrationTests}.
 */
class UnitOfWorkIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jpa();
  private final AggregateRepository<Order> orders = foliot.repositories.of(Order.class);
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);

  // ---- R1: the unit of work is the transaction

  @Test
  void storesNewChangedAndRemovedTogether() {
    foliot.inTransaction(
        () -> {
          orders.save(Order.placed("changed"));
          orders.save(Order.placed("removed"));
        });

    foliot.inTransaction(
        () -> {
          orders.save(Order.placed("new"));
          orders.get("changed").touch("test");
          Order removed = orders.get("removed");
          removed.touch("last");
          foliot.entities.remove(removed);
          foliot.entities.flush();
          assertThat(countElsewhere()).isEqualTo(2);
          assertThat(foliot.log()).hasSize(2);
        });

    assertThat(countElsewhere()).isEqualTo(2);
    assertThat(foliot.events("order", "new")).containsExactly(new OrderPlaced("new"));
    assertThat(foliot.events("order", "changed"))
        .containsExactly(new OrderPlaced("changed"), new OrderTouched("changed", "test"));
    assertThat(foliot.events("order", "removed"))
        .containsExactly(new OrderPlaced("removed"), new OrderTouched("removed", "last"));
  }

  private Integer countElsewhere() {
    return foliot.transactions.inNew(
        () -> foliot.jdbc.queryForObject("select count(*) from orders", Integer.class));
  }

  @Test
  void storesNothingOfWhatRollsBackAfterFlush() {
    var failure = new IOException("disk");

    assertThatThrownBy(
            () ->
                foliot.transactions.inNew(
                    () -> {
                      orders.save(Order.placed("o"));
                      accounts.save(Account.open("a"));
                      foliot.entities.flush();
                      throw failure;
                    }))
        .isSameAs(failure);

    assertThat(foliot.log()).isEmpty();
    assertThat(foliot.committed).isEmpty();
    assertThat(orders.find("o")).isEmpty();
  }

  @Test
  void writesEventsInTheOrderOfRaising() { // R19
    foliot.inTransaction(
        () -> {
          Account account = Account.open("a");
          accounts.save(account);
          Order order = Order.placed("o");
          orders.save(order);
          account.deposit(1);
          order.touch("x");
          account.deposit(2);
        });

    assertThat(foliot.log())
        .extracting(message -> message.payload())
        .containsExactly(
            new AccountOpened("a"),
            new OrderPlaced("o"),
            new Deposited("a", 1),
            new OrderTouched("o", "x"),
            new Deposited("a", 2));
    assertThat(foliot.committed).hasSize(1);
    assertThat(foliot.committed.get(0))
        .extracting(NewMessage::streamVersion)
        .containsExactly(1L, 1L, 2L, 2L, 3L);
  }

  @Test
  void givesPublishedEventsToTheOutbox() {
    foliot.inTransaction(
        () -> {
          Order order = Order.placed("o");
          orders.save(order);
          order.ship();
        });

    assertThat(foliot.published)
        .extracting(message -> message.message().metadata().type())
        .containsExactly("OrderShipped");
  }

  // ---- R3: raised without save; raised without a change; later transactions of one EntityManager

  @Test
  void storesWhatIsRaisedAfterSave() { // R3
    foliot.inTransaction(
        () -> {
          Order order = new Order("o");
          orders.save(order);
          order.place();
        });
    foliot.inTransaction(() -> orders.get("o").touch("nobody saves"));

    assertThat(foliot.events("order", "o"))
        .containsExactly(new OrderPlaced("o"), new OrderTouched("o", "nobody saves"));
    assertThat(eventCount("o")).isEqualTo(2);
  }

  @Test
  void eventWithoutFieldChangeAdvancesTheVersion() { // R3
    foliot.inTransaction(() -> orders.save(Order.placed("o")));
    long before = version("o");

    foliot.inTransaction(() -> orders.get("o").touch("x"));

    assertThat(version("o")).isGreaterThan(before);
  }

  private long version(String id) {
    return foliot.jdbc.queryForObject(
        "select version from orders where order_id = ?", Long.class, id);
  }

  private long eventCount(String id) {
    return foliot.jdbc.queryForObject(
        "select event_count from orders where order_id = ?", Long.class, id);
  }

  @Test
  void survivesSeveralFlushes() {
    foliot.inTransaction(
        () -> {
          Order order = Order.placed("o");
          orders.save(order);
          foliot.entities.flush();
          order.touch("1");
          foliot.entities.flush();
          order.touch("2");
        });

    assertThat(foliot.events("order", "o")).hasSize(3);
    assertThat(eventCount("o")).isEqualTo(3);
  }

  // ---- what raises late

  @Test
  void storesWhatABeforeCommitListenerRaises() {
    foliot.inTransaction(() -> orders.save(Order.placed("o")));

    foliot.inTransaction(
        () -> {
          Order order = orders.get("o");
          order.touch("in time");
          beforeCommit(() -> order.touch("late"));
        });

    assertThat(foliot.events("order", "o"))
        .containsExactly(
            new OrderPlaced("o"), new OrderTouched("o", "in time"), new OrderTouched("o", "late"));
    assertThat(foliot.committed).hasSize(2);
    assertThat(foliot.committed.get(1)).hasSize(2);
  }

  @Test
  void conflictOfALateRaiserRollsEverythingBack() {
    foliot.inTransaction(() -> accounts.save(Account.open("a")));

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      orders.save(Order.placed("o"));
                      Account account = accounts.get("a");
                      beforeCommit(
                          () -> {
                            foliot.inNewTransaction(() -> accounts.get("a").deposit(1));
                            account.deposit(2);
                          });
                    }))
        .hasMessageContaining("Stream account-a is at version 2, expected 1");

    assertThat(foliot.events("account", "a"))
        .containsExactly(new AccountOpened("a"), new Deposited("a", 1));
    assertThat(countElsewhere()).isZero();
  }

  @Test
  void transactionExceptionOfABeforeCommitListenerRollsBack() {
    var failure = new CannotCreateTransactionException("no connection left");
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      orders.save(Order.placed("a"));
                      foliot.entities.flush();
                      foliot.note("from the caller");
                      beforeCommit(
                          () -> {
                            throw failure;
                          });
                    }))
        .isSameAs(failure);

    foliot.inTransaction(() -> orders.save(Order.placed("a"))); // no lock is left
    assertThat(foliot.log()).hasSize(1);
    assertThat(foliot.notes()).isEmpty();
    assertThat(Enlistment.current()).isNull();
  }

  private static void beforeCommit(Runnable work) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            work.run();
          }
        });
  }

  @Test
  void startsANewTransactionAfterTheCommit() {
    foliot.inTransaction(
        () -> {
          orders.save(Order.placed("o"));
          TransactionSynchronizationManager.registerSynchronization(
              new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                  accounts.save(Account.open("first"));
                }

                @Override
                public void afterCompletion(int status) {
                  accounts.save(Account.open("second"));
                }
              });
        });

    assertThat(foliot.log())
        .extracting(message -> message.streamId())
        .containsExactly("o", "first", "second");
  }

  // ---- REQUIRES_NEW and nothing at all

  @Test
  void innerNewTransactionIsItsOwnUnitOfWork() {
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      accounts.save(Account.open("outer"));
                      foliot.inNewTransaction(() -> accounts.save(Account.open("inner")));
                      assertThat(foliot.events("account", "inner")).hasSize(1);
                      assertThat(accounts.find("outer")).isPresent();
                      throw new IllegalStateException("outer fails");
                    }))
        .hasMessage("outer fails");

    assertThat(foliot.log()).extracting(message -> message.streamId()).containsExactly("inner");
  }

  @Test
  void leavesNothingBoundBehind() {
    foliot.inTransaction(() -> foliot.inNewTransaction(() -> {}));
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(Enlistment.current()).isNull();
  }

  // ---- R6

  @Test
  void issuesNoSqlWhereNothingWasRaised() {
    foliot.sql.reset();

    foliot.inTransaction(() -> {});

    assertThat(foliot.sql.connections()).isZero();
    assertThat(foliot.sql.statements()).isEmpty();
  }

  @Test
  void addsNoSqlToAReader() {
    foliot.inTransaction(() -> orders.save(Order.placed("o")));
    foliot.sql.reset();

    foliot.inTransaction(() -> orders.get("o").status());

    assertThat(foliot.sql.statements()).hasSize(1);
  }

  // ---- R3: read-only

  @Test
  void refusesToRaiseInAReadOnlyTransaction() {
    foliot.inTransaction(
        () -> {
          orders.save(Order.placed("o"));
          accounts.save(Account.open("a"));
        });

    foliot.inReadOnlyTransaction(
        () -> {
          assertThatThrownBy(() -> orders.get("o").touch("x"))
              .isInstanceOf(ReadOnlyUnitOfWorkException.class)
              .hasMessage(
                  "Order raised OrderTouched[orderId=o, by=x], but the transaction is read-only and stores nothing. Change aggregates in a transaction that may write: a command handler, or @Transactional without readOnly.");
          assertThatThrownBy(() -> accounts.get("a").deposit(1))
              .isInstanceOf(ReadOnlyUnitOfWorkException.class);
          assertThat(accounts.get("a").balance()).isZero();
        });

    assertThat(foliot.log()).hasSize(2);
  }

  // ---- metadata

  @Test
  void eventsOutsideOfMessagesHaveNoCause() { // R7
    foliot.inTransaction(() -> orders.save(Order.placed("o")));

    Metadata metadata = foliot.log().get(0).metadata();
    assertThat(metadata.causationId()).isNull();
    assertThat(metadata.correlationId()).isEqualTo(metadata.id().toString());
    assertThat(foliot.store.currentVersion(new StreamName("order", "o"))).isEqualTo(1);
  }
}
