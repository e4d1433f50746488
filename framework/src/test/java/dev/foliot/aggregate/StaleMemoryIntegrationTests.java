package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.command.CommandHandler;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Handle;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Shop.Deposit;
import dev.foliot.unitofwork.Assumption;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What another node has changed costs one more attempt, however much of it there is. */
class StaleMemoryIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jdbc();
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);
  private final AtomicInteger calls = new AtomicInteger();

  /** Another node: it shares the database and nothing else. */
  private final AggregateRepository<Account> elsewhere =
      foliot.ofAnotherNode(new AggregateCache(1_000, Duration.ofMinutes(1))).of(Account.class);

  private void openAndChangeElsewhere(String id) {
    accounts.save(Account.open(id));
    StreamName stream = new StreamName("account", id);
    accounts.get(id);
    StreamContent remembered = foliot.cache.find(stream).orElseThrow();
    foliot.inTransaction(() -> elsewhere.get(id).deposit(10));
    foliot.cache.forget(stream);
    foliot.cache.remember(stream, remembered, false);
  }

  /** Looks at six accounts, changes what the amount says. */
  @CommandHandler
  final class Sum {
    @Handle
    int on(Deposit command) {
      calls.incrementAndGet();
      List<Account> all =
          IntStream.range(0, 6).mapToObj(i -> accounts.get(command.accountId() + i)).toList();
      all.forEach(account -> account.deposit(command.amount()));
      return all.stream().mapToInt(Account::balance).sum();
    }
  }

  @Test
  void manyStaleEntriesCostOneConflict() {
    foliot.with(new Sum());
    IntStream.range(0, 6).forEach(i -> openAndChangeElsewhere("a" + i));

    assertThat(foliot.process(new Deposit("a", 1))).isEqualTo(66);

    assertThat(calls).hasValue(2);
  }

  /** Relies on the balance, then fails in the database, as PostgreSQL forgives nothing. */
  @CommandHandler
  final class FailsInTheDatabase {
    @Handle
    int on(Deposit command) {
      calls.incrementAndGet();
      Account account = accounts.get(command.accountId());
      if (account.balance() < command.amount()) {
        try {
          foliot.jdbc.update("insert into no_such_table values (1)");
        } catch (RuntimeException expected) {
          throw new IllegalStateException("too poor: " + account.balance(), expected);
        }
      }
      return account.balance();
    }
  }

  // a broken transaction cannot be asked, and still nobody hears a wrong rejection
  @Test
  void staleEntryRejectsNothingInABrokenTransaction() {
    foliot.with(new FailsInTheDatabase());
    openAndChangeElsewhere("a");

    assertThat(foliot.process(new Deposit("a", 5))).isEqualTo(10);
  }

  // R10
  @Test
  void genuineRejectionOfABrokenTransactionStays() {
    foliot.with(new FailsInTheDatabase());
    accounts.save(Account.open("a"));
    accounts.get("a");

    assertThatThrownBy(() -> foliot.process(new Deposit("a", 5)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("too poor: 0");
    assertThat(calls).hasValue(1);
  }

  // nobody tries this again
  @Test
  void closesWhatWasChangedElsewhere() {
    openAndChangeElsewhere("a");

    accounts.close("a", "moved");

    assertThat(accounts.find("a")).isEmpty();
  }

  // such as a segment that another node has taken: what this unit of work has appended itself is no
  // change by others
  @Test
  void failureAfterTheAppendIsNoConflict() {
    accounts.save(Account.open("a"));
    accounts.get("a");

    assertThatThrownBy(
            () ->
                foliot.transactions.doInNew(
                    () -> {
                      accounts.get("a").deposit(1);
                      UnitOfWork.required()
                          .lastly(
                              () -> {
                                throw new IllegalStateException("not mine any more");
                              });
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("not mine any more");
    assertThat(accounts.get("a").balance()).isZero();
  }

  /** Cannot be asked at all. */
  private record Unanswerable(StreamName stream) implements Assumption {
    @Override
    public void verify() {
      throw new AssertionError("cannot be asked");
    }

    @Override
    public void refuted() {}
  }

  @Test
  void transactionEndsWhateverTheProofThrows() {
    assertThatThrownBy(
            () ->
                foliot.transactions.doInNew(
                    () -> {
                      UnitOfWork.required()
                          .assume(new Unanswerable(new StreamName("account", "a")));
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
    assertThat(UnitOfWork.current()).isEmpty();
  }
}
