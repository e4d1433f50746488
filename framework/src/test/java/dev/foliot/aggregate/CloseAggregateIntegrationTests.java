package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.event.EventHandler;
import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Handle;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.OrderShipped;
import dev.foliot.testsupport.shop.Ticket;
import org.junit.jupiter.api.Test;

/** An aggregate that is closed stays what it was, for ever. */
class CloseAggregateIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jdbc();
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);

  private static final String CLOSED =
      "Stream account-a was closed at 2026-11-01T10:00:00Z (customer left) and takes no more events. Give a new aggregate an id of its own; the events of the closed one can be read by historyOf.";

  private void openAndClose() {
    accounts.save(Account.open("a"));
    accounts.close("a", "customer left");
  }

  @Test
  void closedAggregateIsNotLoaded() {
    openAndClose();

    assertThatThrownBy(() -> accounts.get("a"))
        .isInstanceOf(AggregateClosedException.class)
        .hasMessage(CLOSED);
    assertThat(accounts.find("a")).isEmpty();
    assertThat(foliot.events("account", "a")).containsExactly(new AccountOpened("a"));
  }

  @Test
  void closedIdTakesNoNewAggregate() {
    openAndClose();

    assertThatThrownBy(() -> accounts.save(Account.open("a")))
        .isInstanceOf(AggregateClosedException.class)
        .hasMessage(CLOSED);
  }

  @Test
  void closedIdIsToldAtOnceWhenCreated() {
    openAndClose();

    assertThatThrownBy(() -> accounts.create(Account.open("a")))
        .isInstanceOf(AggregateClosedException.class)
        .hasMessage(CLOSED);
  }

  // A text stands for the id as the row's class reads it: 01, or a UUID in capitals
  @Test
  void closesTheStreamOfTheRow() {
    TestFoliot jpa = TestFoliot.jpa();
    AggregateRepository<Ticket> tickets = jpa.repositories.of(Ticket.class);
    Ticket ticket = new Ticket("first");
    tickets.save(ticket);

    tickets.close("0" + ticket.id(), "sold out");

    assertThat(jpa.store.streams("ticket", "", 10)).isEmpty();
    assertThatThrownBy(() -> tickets.close(ticket.id(), "sold out"))
        .isInstanceOf(AggregateClosedException.class)
        .hasMessageStartingWith("Stream ticket-%s was closed".formatted(ticket.id()));
  }

  @Test
  void readsTheHistoryOfTheRow() {
    TestFoliot jpa = TestFoliot.jpa();
    Ticket ticket = new Ticket("first");
    jpa.repositories.of(Ticket.class).save(ticket);

    assertThat(jpa.repositories.historyOf(Ticket.class, "0" + ticket.id()).entries()).hasSize(1);
    assertThat(jpa.repositories.historyOf(Ticket.class, "none").entries()).isEmpty();
  }

  @Test
  void aggregateLoadedBeforeCannotCommit() { // R5
    accounts.save(Account.open("a"));

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      Account account = accounts.get("a");
                      foliot.inNewTransaction(() -> accounts.close("a", "customer left"));
                      account.deposit(5);
                    }))
        .isInstanceOf(AggregateClosedException.class)
        .hasMessage(CLOSED);
    assertThat(foliot.events("account", "a")).hasSize(1);
  }

  @Test
  void closingLosesToAChangeInBetween() { // R5
    accounts.save(Account.open("a"));

    var conflict =
        catchThrowableOfType(
            ConcurrentAggregateChangeException.class,
            () ->
                foliot.inTransaction(
                    () -> {
                      accounts.close("a", "customer left");
                      foliot.inNewTransaction(() -> accounts.get("a").deposit(5));
                    }));

    assertThat(conflict.expectedVersion()).isEqualTo(1);
    assertThat(accounts.get("a").balance()).isEqualTo(5);
  }

  @Test
  void tombstoneComesAfterWhatTheTransactionRaises() {
    foliot.inTransaction(
        () -> {
          Account account = Account.open("a");
          accounts.save(account);
          accounts.close("a", "opened by mistake");
          account.deposit(5);
          assertThat(accounts.get("a")).isSameAs(account);
        });

    assertThat(foliot.events("account", "a"))
        .containsExactly(new AccountOpened("a"), new Deposited("a", 5));
    assertThatThrownBy(() -> accounts.get("a")).hasMessageContaining("(opened by mistake)");
    assertThat(foliot.store.currentVersion(new StreamName("account", "a"))).isEqualTo(2);
  }

  @EventHandler
  public static class Depositor {
    static AggregateRepository<Account> accounts;

    @Handle
    void on(AccountOpened event) {
      accounts.get(event.accountId()).deposit(1);
    }
  }

  @Test
  void tombstoneComesAfterTheWholeCascade() { // R15
    Depositor.accounts = accounts;
    foliot.synchronous().with(new Depositor());

    foliot.inTransaction(
        () -> {
          accounts.save(Account.open("a"));
          accounts.close("a", "customer left");
        });

    assertThat(foliot.events("account", "a")).hasSize(2);
    assertThat(accounts.find("a")).isEmpty();
    assertThat(foliot.deliveries).hasSize(1);
  }

  @Test
  void rollbackLeavesAggregateOpen() { // R1
    accounts.save(Account.open("a"));

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      accounts.close("a", "customer left");
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    foliot.inTransaction(() -> accounts.get("a").deposit(5));
    assertThat(accounts.get("a").balance()).isEqualTo(5);
  }

  @Test
  void closesOnceAndOnlyWhatIsThere() {
    openAndClose();

    assertThatThrownBy(() -> accounts.close("a", "again"))
        .isInstanceOf(AggregateClosedException.class)
        .hasMessage(CLOSED);
    assertThatThrownBy(() -> accounts.close("b", "why not"))
        .isInstanceOf(AggregateNotFoundException.class);
    accounts.save(Account.open("c"));
    assertThatThrownBy(() -> accounts.close("c", " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Stream account-c cannot be closed without a reason. Give a reason for later readers.");
    assertThatThrownBy(
            () -> foliot.inReadOnlyTransaction(() -> accounts.close("c", "customer left")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Stream account-c cannot be closed, because its transaction is read-only. Close it in a transaction that writes.");
  }

  @Test
  void historyOfClosedAggregateCanBeRead() {
    accounts.save(Account.open("a"));
    foliot.inTransaction(() -> accounts.get("a").deposit(5));
    accounts.close("a", "customer left");

    AggregateHistory<Account> history = foliot.repositories.historyOf(Account.class, "a");

    assertThat(history.entries()).hasSize(2);
    assertThat(history.at(2).balance()).isEqualTo(5);
    assertThatThrownBy(() -> history.at(3))
        .isInstanceOf(NoSuchVersionException.class)
        .hasMessageContaining("it is at version 2");
  }

  // ---- state-stored

  @Test
  void closedStateStoredAggregateTakesNoMoreEvents() {
    TestFoliot jpa = TestFoliot.jpa();
    AggregateRepository<Order> orders = jpa.repositories.of(Order.class);
    orders.save(Order.placed("o"));
    jpa.inTransaction(
        () -> {
          orders.get("o").ship();
          orders.close("o", "shipped");
        });

    assertThatThrownBy(() -> jpa.inTransaction(() -> orders.get("o").touch("me")))
        .isInstanceOf(AggregateClosedException.class)
        .hasMessageStartingWith("Stream order-o was closed at");
    assertThat(jpa.events("order", "o"))
        .containsExactly(new OrderPlaced("o"), new OrderShipped("o"));
    assertThat(orders.get("o").status()).isEqualTo("shipped"); // the row is the application's
    assertThatThrownBy(() -> orders.close("o", "again"))
        .isInstanceOf(AggregateClosedException.class);
    assertThatThrownBy(() -> orders.close("p", "again"))
        .isInstanceOf(AggregateNotFoundException.class);
  }

  @Test
  void closesStateStoredAggregateWhoseRowIsGone() {
    TestFoliot jpa = TestFoliot.jpa();
    AggregateRepository<Order> orders = jpa.repositories.of(Order.class);
    orders.save(Order.placed("o"));
    jpa.inTransaction(() -> jpa.entities.remove(orders.get("o")));

    orders.close("o", "deleted");

    assertThatThrownBy(() -> orders.save(Order.placed("o")))
        .isInstanceOf(AggregateClosedException.class);
    assertThat(orders.find("o")).isEmpty();
  }

  @Test // R5
  void closingStateStoredAggregateLosesToAChangeInBetween() {
    TestFoliot jpa = TestFoliot.jpa();
    AggregateRepository<Order> orders = jpa.repositories.of(Order.class);
    orders.save(Order.placed("o"));

    assertThatThrownBy(
            () ->
                jpa.inTransaction(
                    () -> {
                      orders.get("o");
                      jpa.inNewTransaction(() -> orders.get("o").touch("me"));
                      orders.close("o", "customer left");
                    }))
        .isInstanceOf(ConcurrentAggregateChangeException.class);
  }
}
