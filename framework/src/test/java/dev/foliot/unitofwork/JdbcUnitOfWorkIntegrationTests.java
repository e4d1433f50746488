package dev.foliot.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.HandlerFailedException;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Shop.AccountOpened;
import dev.foliot.testsupport.shop.Shop.Deposited;
import dev.foliot.testsupport.shop.Shop.Withdrawn;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The unit of work without JPA, where a connection commits whatever is not rolled back. */
class JdbcUnitOfWorkIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jdbc();
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);

  /** Does to the first event what a test wants. */
  @EventHandler
  static class OnOpened {
    private final Step step;
    private boolean done;

    interface Step {
      void run() throws Exception;
    }

    OnOpened(Step step) {
      this.step = step;
    }

    @Handle
    void on(AccountOpened event) throws Exception {
      if (!done) {
        done = true;
        step.run();
      }
    }
  }

  private void openAndNote() {
    foliot.inTransaction(
        () -> {
          foliot.note("from the caller");
          accounts.save(Account.open("a"));
        });
  }

  private void assertNothingStored() {
    assertThat(foliot.log()).isEmpty();
    assertThat(foliot.notes()).isEmpty();
    assertThat(foliot.committed).isEmpty();
    assertThat(Enlistment.current()).isNull();
  }

  // ---- failures at the commit (R1, R2, R15)

  @Test
  void transactionExceptionOfAHandlerRollsBack() {
    var failure = new CannotCreateTransactionException("no connection left");
    foliot.synchronous().with(new OnOpened(() -> fail(failure)));

    assertThatThrownBy(this::openAndNote).isSameAs(failure);

    assertNothingStored();
  }

  @Test
  void unexpectedRollbackOfAnInnerTransactionRollsBack() {
    var failure = new UnexpectedRollbackException("inner");
    foliot.synchronous().with(new OnOpened(() -> fail(failure)));

    assertThatThrownBy(this::openAndNote).isSameAs(failure);

    assertNothingStored();
  }

  private static void fail(RuntimeException failure) {
    throw failure;
  }

  @Test
  void checkedExceptionOfAHandlerRollsBack() {
    var failure = new IOException("disk");
    foliot
        .synchronous()
        .with(
            new OnOpened(
                () -> {
                  throw failure;
                }));

    assertThatThrownBy(this::openAndNote)
        .isInstanceOf(HandlerFailedException.class)
        .hasMessage("@EventHandler on-opened failed on AccountOpened: java.io.IOException: disk")
        .hasCause(failure);

    assertNothingStored();
  }

  @Test
  void errorOfAHandlerRollsBack() {
    var failure = new AssertionError("wrong");
    foliot
        .synchronous()
        .with(
            new OnOpened(
                () -> {
                  throw failure;
                }));

    assertThatThrownBy(this::openAndNote).isSameAs(failure);

    assertNothingStored();
  }

  static class Inner {
    @Transactional
    void fail() {
      throw new IllegalStateException("inner");
    }
  }

  @Test
  void rollbackOnlyMarkDuringTheCommitRollsBack() { // R2
    Inner inner = foliot.transactional(new Inner());
    foliot
        .synchronous()
        .with(
            new OnOpened(
                () -> {
                  foliot.note("from the handler");
                  assertThatThrownBy(inner::fail).hasMessage("inner");
                }));

    assertThatThrownBy(this::openAndNote)
        .isInstanceOf(UnexpectedRollbackException.class)
        .hasMessageContaining("code inside it marked it as rollback-only");

    assertNothingStored();
  }

  @Test
  void rollbackOnlyMarkBeforeTheCommitRollsBack() { // R2
    Inner inner = foliot.transactional(new Inner());

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      accounts.save(Account.open("a"));
                      foliot.note("n");
                      assertThatThrownBy(inner::fail).hasMessage("inner");
                    }))
        .isInstanceOf(UnexpectedRollbackException.class);

    assertNothingStored();
  }

  @Test
  void checkedExceptionOfASynchronizationLeavesNothingBound() { // undeclared, as in Kotlin
    var failure = new IOException("disk");

    assertThatThrownBy(
            () ->
                openAndNoteWith(
                    before(() -> JdbcUnitOfWorkIntegrationTests.<RuntimeException>sneak(failure))))
        .isSameAs(failure);

    assertThat(Enlistment.current()).isNull();
    assertThat(foliot.log()).isEmpty();
    accounts.save(Account.open("b"));
    assertThat(foliot.events("account", "b")).hasSize(1);
  }

  @Test
  void transactionExceptionOfASynchronizationRollsBack() {
    var failure = new CannotCreateTransactionException("no connection left");

    assertThatThrownBy(() -> openAndNoteWith(before(() -> fail(failure)))).isSameAs(failure);

    assertNothingStored();
  }

  @Test
  void unexpectedRollbackOfASynchronizationRollsBack() {
    var failure = new UnexpectedRollbackException("inner");

    assertThatThrownBy(() -> openAndNoteWith(before(() -> fail(failure)))).isSameAs(failure);

    assertNothingStored();
  }

  private void openAndNoteWith(TransactionSynchronization synchronization) {
    foliot.inTransaction(
        () -> {
          foliot.note("from the caller");
          accounts.save(Account.open("a"));
          TransactionSynchronizationManager.registerSynchronization(synchronization);
        });
  }

  private static TransactionSynchronization before(Runnable work) {
    return new TransactionSynchronization() {
      @Override
      public void beforeCommit(boolean readOnly) {
        work.run();
      }
    };
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  // ---- late events

  @Test
  void handlesWhatABeforeCommitListenerRaises() {
    foliot.synchronous().with(new OnOpened(() -> foliot.note("handled")));

    foliot.inTransaction(
        () ->
            TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                  @Override
                  public void beforeCommit(boolean readOnly) {
                    accounts.save(Account.open("late"));
                  }
                }));

    assertThat(foliot.events("account", "late")).hasSize(1);
    assertThat(foliot.notes()).containsExactly("handled");
  }

  @Test
  void failureOfALateHandlerRollsBack() {
    var failure = new CannotCreateTransactionException("no connection left");
    foliot.synchronous().with(new OnOpened(() -> fail(failure)));

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      foliot.note("n");
                      TransactionSynchronizationManager.registerSynchronization(
                          new TransactionSynchronization() {
                            @Override
                            public void beforeCommit(boolean readOnly) {
                              accounts.save(Account.open("late"));
                            }
                          });
                    }))
        .isSameAs(failure);

    assertNothingStored();
  }

  @Test
  void holdsNoLockWhileListenersRun() {
    foliot
        .synchronous()
        .with(
            new OnOpened(
                () -> foliot.inNewTransaction(() -> accounts.save(Account.open("other")))));

    foliot.inTransaction(
        () -> {
          accounts.save(Account.open("a"));
          TransactionSynchronizationManager.registerSynchronization(
              new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                  foliot.inNewTransaction(() -> accounts.save(Account.open("another")));
                }
              });
        });

    assertThat(foliot.log())
        .extracting(message -> message.streamId())
        .containsExactly("other", "another", "a");
  }

  // ---- savepoints, foreign transactions

  @Test
  void refusesToStoreWhatASavepointUndid() {
    foliot.inTransaction(() -> accounts.save(Account.open("a")));

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      accounts.get("a").deposit(1);
                      assertThatThrownBy(() -> nested(() -> accounts.get("a").deposit(2)))
                          .hasMessage("nested");
                    }))
        .isInstanceOf(UnexpectedRollbackException.class)
        .hasMessageContaining("Deposited was raised on stream account-a after the savepoint");

    assertThat(foliot.events("account", "a")).containsExactly(new AccountOpened("a"));
  }

  @Test
  void refusesToCloseWhatASavepointUndid() {
    foliot.inTransaction(() -> accounts.save(Account.open("a")));

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () ->
                        assertThatThrownBy(() -> nested(() -> accounts.close("a", "left")))
                            .hasMessage("nested")))
        .isInstanceOf(UnexpectedRollbackException.class)
        .hasMessageContaining("stream account-a was closed after the savepoint");

    assertThat(accounts.find("a")).isPresent();
  }

  @Test
  void closesWhatWasClosedBeforeASavepoint() {
    foliot.inTransaction(() -> accounts.save(Account.open("a")));

    foliot.inTransaction(
        () -> {
          accounts.close("a", "left");
          assertThatThrownBy(() -> nested(() -> foliot.note("undone"))).hasMessage("nested");
        });

    assertThat(accounts.find("a")).isEmpty();
  }

  @Test
  void keepsWhatWasRaisedBeforeASavepoint() {
    foliot.inTransaction(
        () -> {
          accounts.save(Account.open("a"));
          assertThatThrownBy(() -> nested(() -> foliot.note("undone"))).hasMessage("nested");
          accounts.get("a").deposit(1);
        });

    assertThat(foliot.events("account", "a")).hasSize(2);
    assertThat(foliot.notes()).isEmpty();
  }

  @Test
  void acceptsWhatWasNotSavedBeforeASavepointUndidIt() {
    foliot.inTransaction(
        () -> {
          assertThatThrownBy(() -> nested(() -> Account.open("a"))).hasMessage("nested");
          accounts.save(Account.open("b"));
        });

    assertThat(foliot.log()).extracting(message -> message.streamId()).containsExactly("b");
  }

  @Test
  void refusesToStoreWhatASavepointOfTheApplicationUndid() {
    foliot.inTransaction(() -> accounts.save(Account.open("a")));

    assertThatThrownBy(() -> undoneToSavepoint(() -> accounts.get("a").deposit(2)))
        .isInstanceOf(UnexpectedRollbackException.class)
        .hasMessageContaining("Deposited was raised on stream account-a after the savepoint");
    assertThatThrownBy(() -> undoneToSavepoint(() -> accounts.close("a", "left")))
        .isInstanceOf(UnexpectedRollbackException.class)
        .hasMessage(
            "The transaction is rolled back: stream account-a was closed after the savepoint that was rolled back, and objects in memory keep this change. Run the work after the savepoint in a transaction of its own (REQUIRES_NEW).");

    assertThat(foliot.events("account", "a")).containsExactly(new AccountOpened("a"));
  }

  private void undoneToSavepoint(Runnable work) {
    new TransactionTemplate(foliot.manager)
        .executeWithoutResult(
            status -> {
              Object savepoint = status.createSavepoint();
              work.run();
              status.rollbackToSavepoint(savepoint);
            });
  }

  private void nested(Runnable work) {
    foliot.inTransaction(
        TransactionDefinition.PROPAGATION_NESTED,
        () -> {
          work.run();
          throw new IllegalStateException("nested");
        });
  }

  @Test
  void storesInsideATransactionOfAnotherManager() {
    var other = new TransactionTemplate(new JdbcTransactionManager(TestDatabases.h2()));
    foliot.synchronous().with(new OnOpened(() -> foliot.note("handled")));

    other.executeWithoutResult(
        status -> {
          foliot.inTransaction(() -> accounts.save(Account.open("a")));
          assertThat(foliot.events("account", "a")).hasSize(1);
          assertThat(foliot.notes()).containsExactly("handled");
          assertThat(Enlistment.current()).isNull();
        });

    assertThat(foliot.committed).hasSize(1);
    assertThat(Enlistment.current()).isNull();
  }

  @Test
  void rollsBackInsideATransactionOfAnotherManager() {
    var other = new TransactionTemplate(new JdbcTransactionManager(TestDatabases.h2()));
    var failure = new CannotCreateTransactionException("no connection left");
    foliot.synchronous().with(new OnOpened(() -> fail(failure)));

    other.executeWithoutResult(status -> assertThatThrownBy(this::openAndNote).isSameAs(failure));

    assertNothingStored();
  }

  // ---- after a rollback

  @Test
  void keepsEventsPendingForAnotherTry() {
    Account account = Account.open("a");
    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      accounts.save(account);
                      TransactionSynchronizationManager.registerSynchronization(
                          new TransactionSynchronization() {
                            @Override
                            public void beforeCommit(boolean readOnly) {
                              throw new IllegalStateException("other");
                            }
                          });
                    }))
        .hasMessage("other");

    accounts.save(account);

    assertThat(account.pendingEvents()).isEmpty();
    assertThat(foliot.events("account", "a")).containsExactly(new AccountOpened("a"));
  }

  // ---- order and cost

  @Test
  void handlerSeesTheSameInstance() { // R3a
    foliot
        .synchronous()
        .with(
            new OnOpened(
                () -> {
                  Account account = accounts.get("a");
                  account.withdraw(account.balance());
                }));

    foliot.inTransaction(
        () -> {
          Account account = Account.open("a");
          accounts.save(account);
          account.deposit(7);
        });

    assertThat(foliot.events("account", "a"))
        .containsExactly(new AccountOpened("a"), new Deposited("a", 7), new Withdrawn("a", 7));
    assertThat(foliot.log()).allMatch(message -> message.deliveredSynchronously()); // R18
  }

  @Test
  void takesNoConnectionWhereNothingIsRaised() { // R6
    foliot.synchronous().with(new OnOpened(() -> {}));
    foliot.sql.reset();

    foliot.inTransaction(() -> {});

    assertThat(foliot.sql.connections()).isZero();
  }
}
