package dev.foliot.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.command.CommandHandler;
import dev.foliot.eventstore.AggregateClosedException;
import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.Handle;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Shop.Deposit;
import dev.foliot.testsupport.shop.Voucher;
import dev.foliot.testsupport.shop.Voucher.Decisions;
import dev.foliot.testsupport.shop.Voucher.Issue;
import dev.foliot.testsupport.shop.Voucher.Redeem;
import dev.foliot.unitofwork.UnitOfWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a node remembers saves reads, and never makes a decision wrong. */
class AggregateCacheIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jdbc();
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);

  /** Another node: it shares the database and nothing else. */
  private final AggregateRepository<Account> elsewhere =
      foliot.ofAnotherNode(new AggregateCache(1_000, Duration.ofMinutes(1))).of(Account.class);

  @CommandHandler
  static class Handler {
    private final AggregateRepository<Account> accounts;
    final AtomicInteger calls = new AtomicInteger();

    Handler(AggregateRepository<Account> accounts) {
      this.accounts = accounts;
    }

    /** A negative amount is withdrawn; the balance decides whether that is allowed. */
    @Handle
    int on(Deposit command) {
      calls.incrementAndGet();
      Account account = accounts.get(command.accountId());
      if (command.amount() > 0) {
        account.deposit(command.amount());
      } else if (command.amount() < 0) {
        account.withdraw(-command.amount());
      }
      return account.balance();
    }
  }

  private final Handler handler = new Handler(accounts);

  private void open(String id) {
    accounts.save(Account.open(id));
  }

  private void depositElsewhere(String id, int amount) {
    foliot.inTransaction(() -> elsewhere.get(id).deposit(amount));
  }

  private List<String> reads() {
    return foliot.sql.statements().stream()
        .filter(sql -> sql.startsWith("select") && sql.contains("payload"))
        .filter(sql -> !sql.contains("insert into"))
        .toList();
  }

  @Test
  void commandOnAKnownAggregateReadsNoEvents() {
    foliot.with(handler);
    open("a");
    foliot.process(new Deposit("a", 1));
    foliot.sql.reset();

    assertThat(foliot.process(new Deposit("a", 2))).isEqualTo(3);

    assertThat(reads()).isEmpty();
  }

  @Test
  void reportsWhatOtherNodesStored() {
    foliot.with(handler);
    open("a");
    foliot.process(new Deposit("a", 1));
    anotherNodeDeposits("a", 10);

    assertThat(accounts.get("a").balance()).isEqualTo(11);
    foliot.inTransaction(() -> assertThat(accounts.get("a").balance()).isEqualTo(11));
    foliot.inReadOnlyTransaction(() -> assertThat(accounts.get("a").balance()).isEqualTo(11));
  }

  /** What another node commits is not told to this node's cache. */
  private void anotherNodeDeposits(String id, int amount) {
    StreamContent remembered = foliot.cache.find(new StreamName("account", id)).orElse(null);
    depositElsewhere(id, amount);
    foliot.cache.clear();
    if (remembered != null) {
      foliot.cache.remember(new StreamName("account", id), remembered, false);
    }
  }

  // between the commit of a new aggregate and the note of its events
  @Test
  void newAggregateIsFoundAtOnce() {
    foliot.with(handler);
    open("a");
    foliot.cache.clear();
    foliot.cache.remember(new StreamName("account", "a"), StreamContent.NONE, true);

    foliot.process(new Deposit("a", 1));

    assertThat(handler.calls).hasValue(1);
  }

  // else whoever hears of the commit first would meet a conflict
  @Test
  void nobodyFindsWhatIsBeingCommitted() {
    StreamName stream = new StreamName("account", "a");
    List<Boolean> found = new ArrayList<>();
    open("a");
    accounts.get("a");

    foliot.inTransaction(
        () -> {
          UnitOfWork.required().afterCommit(() -> found.add(foliot.cache.find(stream).isPresent()));
          accounts.get("a").deposit(1);
          accounts.get("a").deposit(2);
        });

    assertThat(found).containsExactly(false);
    assertThat(foliot.cache.find(stream)).get().extracting(StreamContent::version).isEqualTo(3L);
  }

  @Test
  void commitThatFailedIsReadAgain() {
    StreamName stream = new StreamName("account", "a");
    open("a");
    foliot.cache.changing(stream);

    foliot.inTransaction(() -> accounts.get("a").deposit(1));

    assertThat(foliot.cache.find(stream)).get().extracting(StreamContent::version).isEqualTo(2L);
  }

  @Test
  void staleEntryCostsOneConflict() {
    foliot.with(handler);
    open("a");
    foliot.process(new Deposit("a", 1));
    anotherNodeDeposits("a", 10);

    assertThat(foliot.process(new Deposit("a", 100))).isEqualTo(111);

    assertThat(handler.calls).hasValue(3);
    assertThat(accounts.get("a").balance()).isEqualTo(111);
  }

  // a rejection is a decision, too: what was refused on old knowledge is decided again
  @Test
  void staleEntryRejectsNothing() {
    foliot.with(handler);
    open("a");
    foliot.process(new Deposit("a", 1));
    anotherNodeDeposits("a", 10);

    assertThat(foliot.process(new Deposit("a", -5))).isEqualTo(6);
  }

  // so is an answer without an event
  @Test
  void staleEntryAnswersNothing() {
    foliot.with(handler);
    open("a");
    foliot.process(new Deposit("a", 1));
    anotherNodeDeposits("a", 10);

    assertThat(foliot.process(new Deposit("a", 0))).isEqualTo(11);
  }

  // the caller's transaction cannot be tried again, so nothing is assumed in it
  @Test
  void callersTransactionReadsOn() {
    foliot.with(handler);
    open("a");
    foliot.process(new Deposit("a", 1));
    anotherNodeDeposits("a", 10);

    foliot.inTransaction(() -> assertThat(foliot.process(new Deposit("a", -5))).isEqualTo(6));
  }

  @Test
  void handlersOfTheCommitAreProvedToo() {
    foliot.with(handler).synchronous();
    open("a");
    foliot.process(new Deposit("a", 1));
    anotherNodeDeposits("a", 10);

    assertThat(foliot.process(new Deposit("a", -11))).isEqualTo(0);
  }

  @Test
  void genuineRejectionStays() {
    foliot.with(handler);
    open("a");
    foliot.process(new Deposit("a", 1));
    foliot.sql.reset();

    assertThatThrownBy(() -> foliot.process(new Deposit("a", -5)))
        .isInstanceOf(InvariantViolationException.class);

    assertThat(handler.calls).hasValue(2);
    assertThat(reads()).isEmpty();
    assertThat(foliot.process(new Deposit("a", 1))).isEqualTo(2);
  }

  @Test
  void remembersNothingThatWasRolledBack() {
    open("a");

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      accounts.get("a").deposit(5);
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(accounts.get("a").balance()).isZero();
    assertThat(foliot.cache.find(new StreamName("account", "a")))
        .get()
        .extracting(StreamContent::version)
        .isEqualTo(1L);
  }

  // a transaction sees what it wrote itself, and that may never be committed
  @Test
  void remembersNothingThatOnlyThisTransactionSaw() {
    open("a");
    foliot.inTransaction(() -> accounts.get("a").deposit(5));
    foliot.cache.clear();

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      foliot.jdbc.update(
                          "update foliot_message set payload = replace(payload, ':5}', ':500}')");
                      assertThat(accounts.get("a").balance()).isEqualTo(500);
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(accounts.get("a").balance()).isEqualTo(5);
  }

  @Test
  void twoLoadsNeverShareAnObject() {
    open("a");

    Account first = accounts.get("a");
    Account second = accounts.get("a");
    first.deposit(5);

    assertThat(second.balance()).isZero();
    assertThat(accounts.get("a").balance()).isZero();
  }

  /** It may hold personal data that was forgotten in between. */
  @Test
  void remembersNothingThatWasReadBeforeAForgetting() {
    open("a");
    foliot.cache.clear();

    foliot.inTransaction(
        () -> {
          accounts.get("a");
          foliot.cache.clear();
        });

    assertThat(foliot.cache.find(new StreamName("account", "a"))).isEmpty();
  }

  @Test
  void forgetsTheLeastUsed() {
    AggregateCache small = new AggregateCache(10, Duration.ofMinutes(1));
    for (int i = 0; i < 100; i++) {
      small.remember(
          new StreamName("account", "a" + i), new StreamContent(null, List.of("e"), 1), false);
    }

    long kept =
        IntStream.range(0, 100)
            .filter(i -> small.find(new StreamName("account", "a" + i)).isPresent())
            .count();

    assertThat(kept).isBetween(1L, 5L);
  }

  @Test
  void longAggregatesAreLoadedAndNotKept() {
    AggregateCache small = new AggregateCache(20, Duration.ofMinutes(1));
    AggregateRepository<Account> repository = foliot.ofAnotherNode(small).of(Account.class);
    open("a");
    for (int i = 0; i < 5; i++) {
      depositElsewhere("a", 1);
    }

    Account account = repository.get("a");

    assertThat(account.balance()).isEqualTo(5);
    assertThat(small.find(new StreamName("account", "a"))).isEmpty();
    assertThatThrownBy(() -> account.withdraw(6)).isInstanceOf(InvariantViolationException.class);
    assertThat(account.balance()).isEqualTo(5);
    assertThat(account.entries()).hasSize(5);
  }

  @Test
  void closingElsewhereIsNoticed() {
    foliot.with(handler);
    open("a");
    foliot.process(new Deposit("a", 1));
    StreamContent remembered = foliot.cache.find(new StreamName("account", "a")).orElseThrow();
    elsewhere.close("a", "moved");
    foliot.cache.remember(new StreamName("account", "a"), remembered, false);

    assertThatThrownBy(() -> foliot.process(new Deposit("a", 0)))
        .isInstanceOf(AggregateClosedException.class);
    assertThatThrownBy(() -> foliot.process(new Deposit("a", 1)))
        .isInstanceOf(AggregateClosedException.class);
  }

  @Test
  void decidersAreRemembered() {
    foliot.with(new Decisions());
    foliot.process(new Issue("v", 10));
    foliot.sql.reset();

    foliot.process(new Redeem("v", 4));

    assertThat(reads()).isEmpty();
    assertThat(foliot.repositories.of(Voucher.class).get("v").left()).isEqualTo(6);
  }

  // R5 with the cache on, and two nodes in turn
  @Test
  void conflictStormLosesNothing() throws Exception {
    Handler there = new Handler(elsewhere);
    foliot.with(handler);
    open("a");
    int threads = 8;
    int each = 20;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Integer>> done = new ArrayList<>();
    try {
      for (int thread = 0; thread < threads; thread++) {
        boolean other = thread % 2 == 1;
        done.add(
            pool.submit(
                () -> {
                  start.await();
                  int succeeded = 0;
                  for (int i = 0; i < each; i++) {
                    succeeded += deposit(other ? there : handler) ? 1 : 0;
                  }
                  return succeeded;
                }));
      }
      start.countDown();
      int succeeded = 0;
      for (Future<Integer> future : done) {
        succeeded += future.get();
      }

      assertThat(succeeded).isPositive();
      assertThat(accounts.get("a").balance()).isEqualTo(succeeded);
      assertThat(elsewhere.get("a").balance()).isEqualTo(succeeded);
      assertThat(foliot.events("account", "a")).hasSize(succeeded + 1);
    } finally {
      pool.shutdownNow();
    }
  }

  private boolean deposit(Handler node) {
    try {
      foliot.transactions.doInNew(() -> node.on(new Deposit("a", 1)));
      return true;
    } catch (ConcurrentAggregateChangeException conflict) {
      return false;
    }
  }

  // what was only looked at counts, too: it was true at the commit, or is decided again
  @Test
  void whatWasOnlyReadIsProvedAtTheCommit() {
    foliot.with(handler);
    open("a");
    foliot.process(new Deposit("a", 1));

    assertThatThrownBy(
            () ->
                foliot.transactions.doInNew(
                    () -> {
                      accounts.get("a");
                      foliot.inNewTransaction(() -> accounts.get("a").deposit(1));
                    }))
        .isInstanceOf(ConcurrentAggregateChangeException.class)
        .hasMessageContaining("Stream account-a is at version 3, expected 2");
  }
}
