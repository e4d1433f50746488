package dev.foliot.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Voucher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A method that is transactional in another data source suspends the callbacks of the transaction
 * around it, but not that transaction.
 */
class OtherTransactionManagerIntegrationTests {
  private final TransactionTemplate other =
      new TransactionTemplate(new JdbcTransactionManager(TestDatabases.h2()));

  private static TestFoliot foliot(boolean jpa) {
    return jpa ? TestFoliot.jpa() : TestFoliot.jdbc();
  }

  private void inOther(Runnable work) {
    other.executeWithoutResult(status -> work.run());
  }

  @ParameterizedTest(name = "with JPA: {0}")
  @ValueSource(booleans = {true, false})
  void unitOfWorkGoesOn(boolean jpa) {
    TestFoliot foliot = foliot(jpa);
    AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);

    foliot.inTransaction(
        () -> {
          Account account = Account.open("a");
          accounts.save(account);
          inOther(
              () -> {
                assertThat(accounts.get("a")).isSameAs(account);
                account.deposit(1);
              });
          inOther(
              () -> {
                foliot.inNewTransaction(() -> assertThat(accounts.find("a")).isEmpty());
                assertThat(accounts.get("a")).isSameAs(account);
                accounts.save(Account.open("b"));
              });
          assertThat(foliot.events("account", "b")).isEmpty();
        });

    assertThat(foliot.events("account", "a"))
        .containsExactly(new AccountOpened("a"), new Deposited("a", 1));
    assertThat(foliot.committed).hasSize(1);
    assertThat(Enlistment.current()).isNull();
  }

  @ParameterizedTest(name = "with JPA: {0}")
  @ValueSource(booleans = {true, false})
  void commandRollsBackWithTheTransactionAroundIt(boolean jpa) { // R1
    TestFoliot foliot = foliot(jpa).with(new Voucher.Decisions());

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      inOther(() -> foliot.process(new Voucher.Issue("v", 5)));
                      throw new IllegalStateException("outer");
                    }))
        .hasMessage("outer");

    assertThat(foliot.log()).isEmpty();
  }

  @ParameterizedTest(name = "with JPA: {0}")
  @ValueSource(booleans = {true, false})
  void aggregateThatIsNotSavedThereFailsTheCommit(boolean jpa) { // R4
    TestFoliot foliot = foliot(jpa);

    assertThatThrownBy(() -> foliot.inTransaction(() -> inOther(() -> Account.open("a"))))
        .isInstanceOf(UnsavedAggregateException.class);
  }

  @ParameterizedTest(name = "with JPA: {0}")
  @ValueSource(booleans = {true, false})
  void suspendedTransactionHasNoUnitOfWork(boolean jpa) {
    TestFoliot foliot = foliot(jpa);

    foliot.inTransaction(
        () -> {
          foliot.inTransaction(
              TransactionDefinition.PROPAGATION_NOT_SUPPORTED,
              () -> {
                assertThat(foliot.notes()).isEmpty(); // binds another connection
                if (jpa) {
                  assertThat(foliot.entities.find(Order.class, "o")).isNull();
                }
                assertThat(Enlistment.current()).isNull();
                inOther(() -> assertThat(Enlistment.current()).isNull());
              });
          assertThat(Enlistment.current()).isNotNull();
        });
  }
}
