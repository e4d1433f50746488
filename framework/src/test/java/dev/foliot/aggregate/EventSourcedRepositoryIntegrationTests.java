package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSourcedRepositoryIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jdbc();
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);

  @Test
  void savesOutsideOfATransaction() { // R3a
    accounts.save(Account.open("a"));
    Account account = accounts.get("a");
    account.deposit(5);

    accounts.save(account);

    assertThat(accounts.get("a").balance()).isEqualTo(5);
    assertThat(foliot.events("account", "a"))
        .containsExactly(new AccountOpened("a"), new Deposited("a", 5));
  }

  @Test
  void storesWhatIsRaisedWithoutSave() { // R3
    accounts.save(Account.open("a"));

    foliot.inTransaction(() -> accounts.get("a").deposit(5));

    assertThat(accounts.get("a").balance()).isEqualTo(5);
  }

  @Test
  void givesTheSameInstanceInATransaction() { // R3a
    accounts.save(Account.open("a"));

    foliot.inTransaction(
        () -> {
          Account first = accounts.get("a");
          first.deposit(5);
          assertThat(accounts.get("a")).isSameAs(first);
          accounts.save(first);
          accounts.save(first);
          Account created = Account.open("b");
          accounts.save(created);
          assertThat(accounts.get("b")).isSameAs(created);
        });

    assertThat(foliot.events("account", "a")).hasSize(2);
    assertThat(accounts.get("a")).isNotSameAs(accounts.get("a"));
  }

  @Test
  void refusesASecondInstance() {
    accounts.save(Account.open("a"));

    foliot.inTransaction(
        () -> {
          Account mine = accounts.get("a");
          assertThatThrownBy(() -> accounts.save(Account.open("a")))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(
                  "This transaction already has another instance of account-a. Change the one that get(id) gives, or check that a new aggregate's id is new.");
          mine.deposit(1);
        });

    assertThat(foliot.events("account", "a")).hasSize(2);
  }

  @Test
  void refusesANewAggregateThatRaisedNothing() {
    assertThatThrownBy(() -> accounts.save(Account.blank()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The new Account has raised nothing, so there is nothing to store. Let it raise an event first.");
  }

  @Test
  void tellsWhatIsMissing() {
    assertThat(accounts.find("a")).isEmpty();
    assertThatThrownBy(() -> accounts.get("a"))
        .isInstanceOf(AggregateNotFoundException.class)
        .hasMessage(
            "There is no account with the id a. Check the id, or ask with find(id) where it may be missing.");
    assertThatThrownBy(() -> foliot.repositories.of(String.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> foliot.repositories.of(Order.class).find("o"))
        .hasMessageContaining("is stored by JPA, but the application has none");
  }

  // ---- R5, case 7

  @Test
  void onlyOneOfTwoWritersCommits() {
    accounts.save(Account.open("a"));
    Account first = accounts.get("a");
    Account second = accounts.get("a");
    first.deposit(1);
    second.deposit(2);
    second.deposit(3);
    accounts.save(first);

    var conflict =
        catchThrowableOfType(ConcurrentAggregateChangeException.class, () -> accounts.save(second));

    assertThat(conflict)
        .hasMessage(
            "Stream account-a is at version 2, expected 1: another transaction changed it. Load it again and retry.");
    assertThat(conflict.expectedVersion()).isEqualTo(1);
    assertThat(conflict.actualVersion()).hasValue(2);
    assertThat(accounts.get("a").balance()).isEqualTo(1);
  }

  @Test
  void onlyOneOfTwoCreationsCommits() {
    accounts.save(Account.open("a"));

    assertThatThrownBy(() -> accounts.save(Account.open("a")))
        .isInstanceOf(ConcurrentAggregateChangeException.class)
        .hasMessageStartingWith("Stream account-a is at version 1, expected 0");
  }

  // ---- case 9, case 10

  @ParameterizedTest
  @ValueSource(ints = {1_004, 1_999, 2_000})
  void loadsEveryPage(int deposits) {
    Account account = Account.open("a");
    for (int i = 0; i < deposits; i++) {
      account.deposit(1);
    }
    accounts.save(account);

    Account loaded = accounts.get("a");

    assertThat(loaded.balance()).isEqualTo(deposits);
    assertThat(loaded.version()).isEqualTo(deposits + 1);
  }

  @Test
  void refusedChangeIsNotStored() { // case 9
    accounts.save(Account.open("a"));

    foliot.inTransaction(
        () -> {
          Account account = accounts.get("a");
          account.deposit(5);
          assertThatThrownBy(() -> account.withdraw(6))
              .isInstanceOf(InvariantViolationException.class);
          accounts.save(account);
          assertThat(account.balance()).isEqualTo(5);
        });

    assertThat(accounts.get("a").balance()).isEqualTo(5);
    assertThat(foliot.events("account", "a")).hasSize(2);
  }
}
