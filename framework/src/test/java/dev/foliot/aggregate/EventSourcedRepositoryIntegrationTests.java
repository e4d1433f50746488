package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.ConcurrencyFailureException;

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
          Account detached =
              AggregateLifecycle.recreate(Account.class, List.of(new AccountOpened("a")));
          assertThatThrownBy(() -> accounts.save(detached))
              .isInstanceOf(IllegalStateException.class)
              .hasMessage(
                  "This transaction already has another instance of account-a. Change the one that get(id) returns.");
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
            "There is no account with the id a. Check the id, or use find(id) if the aggregate may be missing.");
    assertThatThrownBy(() -> foliot.repositories.of(String.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> foliot.repositories.of(Order.class).find("o"))
        .hasMessageContaining("is stored by JPA, but the application has no JPA");
  }

  // ---- R5

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

  // ---- creating what exists

  private static final String EXISTS =
      "There already is a account with the id a, so a new one cannot be created. Load the existing one with get(id), or give the new one an id of its own.";

  @Test
  void refusesToSaveANewOneOfAnIdThatExists() {
    accounts.save(Account.open("a"));

    var exists =
        catchThrowableOfType(
            AggregateExistsException.class, () -> accounts.save(Account.open("a")));

    assertThat(exists).hasMessage(EXISTS).isNotInstanceOf(ConcurrencyFailureException.class);
    assertThat(exists).hasNoCause();
    assertThat(exists.stream()).isEqualTo(new StreamName("account", "a"));
    assertThat(foliot.events("account", "a")).hasSize(1);
  }

  @Test
  void createsWhatDoesNotExist() {
    accounts.create(Account.open("a"));

    assertExists(() -> accounts.create(Account.open("a")));
    assertExists(() -> accounts.create(accounts.get("a")));
    assertExists(
        () -> {
          accounts.get("a");
          accounts.save(Account.open("a"));
        });
    assertThat(foliot.events("account", "a")).hasSize(1);
    assertThatThrownBy(() -> accounts.create(Account.blank()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has raised nothing");
  }

  private void assertExists(Runnable creation) {
    assertThatThrownBy(() -> foliot.inTransaction(creation))
        .isInstanceOf(AggregateExistsException.class)
        .hasMessage(EXISTS);
  }

  @Test
  void laterOneOfTwoCreatorsIsTold() {
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      accounts.create(Account.open("a"));
                      foliot.inNewTransaction(() -> accounts.create(Account.open("a")));
                    }))
        .isInstanceOf(AggregateExistsException.class)
        .hasMessage(EXISTS);

    assertThat(foliot.events("account", "a")).hasSize(1);
  }

  @Test
  void laterOneThatLookedFirstHasAConflict() { // R5: it decided on what it had read
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      assertThat(accounts.find("a")).isEmpty();
                      accounts.save(Account.open("a"));
                      foliot.inNewTransaction(() -> accounts.create(Account.open("a")));
                    }))
        .isInstanceOf(ConcurrentAggregateChangeException.class)
        .hasMessageContaining("at version 1, expected 0");
  }

  // ---- the id

  @Test
  void refusesToLoadWhatHasAnotherId() {
    accounts.save(Account.open("a"));
    foliot.jdbc.update("update foliot_message set stream = 'b'");

    assertThatThrownBy(() -> accounts.get("b"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The events of stream account-b made a dev.foliot.testsupport.shop.Account whose id() is different. Let its @Apply methods set the id that names the stream.");
  }

  // ---- class hierarchies

  @Aggregate(category = "saver")
  abstract static class Saver extends EventSourcedAggregate {
    private String id = "";

    @Apply
    void on(AccountOpened event) {
      id = event.accountId();
    }

    @Override
    public String id() {
      return id;
    }
  }

  static final class Giro extends Saver {}

  static final class Savings extends Saver {}

  @Test
  void namesBothClassesOfOneStream() {
    Giro giro = new Giro();
    giro.raise(new AccountOpened("g"));
    foliot.repositories.of(Giro.class).save(giro);

    foliot.inTransaction(
        () -> {
          assertThat(foliot.repositories.of(Giro.class).get("g")).isInstanceOf(Giro.class);
          assertThatThrownBy(() -> foliot.repositories.of(Savings.class).get("g"))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessage(
                  "Stream saver-g was loaded as a %s in this transaction, so it cannot be loaded as a %s. Use the repository of its own class.",
                  Giro.class.getName(), Savings.class.getName());
        });
  }

  @Test
  void hasNoRepositoryOfAnAbstractClass() {
    assertThatThrownBy(() -> foliot.repositories.of(Saver.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "%s is abstract, so it cannot be made from events. Use the repository of the concrete class of the aggregate, or make the class concrete.",
            Saver.class.getName());
  }

  // ---- R3, R21

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
  void refusedChangeIsNotStored() { // R3
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
