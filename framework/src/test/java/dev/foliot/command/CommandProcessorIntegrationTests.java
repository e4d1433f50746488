package dev.foliot.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.aggregate.AggregateExistsException;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.event.EventHandler;
import dev.foliot.eventstore.ConcurrentAggregateChangeException;
import dev.foliot.handler.Handle;
import dev.foliot.handler.NoHandlerException;
import dev.foliot.message.CurrentMessage;
import dev.foliot.message.Message;
import dev.foliot.message.MessageOptions;
import dev.foliot.message.Metadata;
import dev.foliot.message.Priority;
import dev.foliot.message.RecordedMessage;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.testsupport.TestFoliot;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import dev.foliot.testsupport.shop.Shop.Checked;
import dev.foliot.testsupport.shop.Shop.Deposit;
import dev.foliot.testsupport.shop.Shop.Line;
import dev.foliot.testsupport.shop.Shop.OrderPlaced;
import dev.foliot.testsupport.shop.Shop.PlaceOrder;
import dev.foliot.testsupport.shop.Shop.TouchOrder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

class CommandProcessorIntegrationTests {
  private final TestFoliot foliot = TestFoliot.jpa();
  private final AggregateRepository<Order> orders = foliot.repositories.of(Order.class);
  private final AggregateRepository<Account> accounts = foliot.repositories.of(Account.class);

  interface Work<T> {
    Object handle(T command) throws Exception;
  }

  /** Handles as a test says. */
  @CommandHandler
  static class Handlers {
    Work<PlaceOrder> place = command -> null;
    Work<TouchOrder> touch = command -> null;
    Work<Deposit> deposit = command -> null;
    final List<Metadata> seen = new ArrayList<>();

    @Handle
    Object place(PlaceOrder command, Metadata metadata) throws Exception {
      seen.add(metadata);
      return place.handle(command);
    }

    @Handle
    Object touch(TouchOrder command) throws Exception {
      return touch.handle(command);
    }

    @Handle
    Object deposit(Deposit command, Metadata metadata) throws Exception {
      seen.add(metadata);
      return deposit.handle(command);
    }

    @Handle
    void check(Checked command) {}
  }

  private final Handlers handlers = new Handlers();

  CommandProcessorIntegrationTests() {
    foliot.with(handlers);
    handlers.place =
        command -> {
          orders.save(Order.placed(command.orderId()));
          return command.orderId();
        };
  }

  @Test
  void triesOnceToCreateWhatExists() {
    accounts.save(Account.open("a"));
    handlers.deposit =
        command -> {
          accounts.save(Account.open(command.accountId()));
          return null;
        };

    assertThatThrownBy(() -> foliot.process(new Deposit("a", 1)))
        .isInstanceOf(AggregateExistsException.class);
    assertThat(handlers.seen).hasSize(1);
  }

  /** Here it is not set: the works of Foliot have another one. */
  @Test
  void handlerHasTheDefaultTimeLimit() {
    handlers.place =
        command ->
            TransactionSynchronizationManager.getResourceMap().values().stream()
                .anyMatch(
                    each -> each instanceof ResourceHolderSupport holder && holder.hasTimeout());

    assertThat(foliot.process(new PlaceOrder("o"))).isEqualTo(false);
  }

  // ---- R10

  @Test
  void givesTheHandlersResultAfterTheCommit() {
    Object result = foliot.process(new PlaceOrder("o"));

    assertThat(result).isEqualTo("o");
    assertThat(foliot.events("order", "o")).containsExactly(new OrderPlaced("o"));
  }

  @Test
  void namesACommandWithoutHandler() { // R10
    foliot.with();

    assertThatThrownBy(() -> foliot.process(new PlaceOrder("o")))
        .isInstanceOf(NoHandlerException.class)
        .hasMessage(
            "No handler for command PlaceOrder. Annotate one method with @Handle in a @CommandHandler bean, or check that its package is scanned.");
  }

  @Test
  void checkedExceptionReachesTheCallerAndRollsBack() { // R1, R2, R10
    var failure = new IOException("disk");
    handlers.place =
        command -> {
          orders.save(Order.placed("o"));
          foliot.entities.flush();
          throw failure;
        };

    assertThatThrownBy(() -> foliot.process(new PlaceOrder("o"))).isSameAs(failure);

    assertThat(orders.find("o")).isEmpty();
    assertThat(foliot.log()).isEmpty();
  }

  @EventHandler
  static class OnPlaced {
    Exception failure;

    @Handle
    void on(OrderPlaced event) throws Exception {
      throw failure;
    }
  }

  @Test
  void checkedExceptionOfASynchronousHandlerReachesTheCaller() { // R2, R15
    var onPlaced = new OnPlaced();
    onPlaced.failure = new IOException("disk");
    foliot.synchronous().with(handlers, onPlaced);

    assertThatThrownBy(() -> foliot.process(new PlaceOrder("o"))).isSameAs(onPlaced.failure);

    assertThat(orders.find("o")).isEmpty();
  }

  // ---- R11, R13

  @Test
  void refusesWithEveryViolation() {
    var command = new Checked(" ", List.of(new Line(1), new Line(0)));

    assertThatThrownBy(() -> foliot.process(command))
        .isInstanceOf(CommandValidationException.class)
        .hasMessage(
            "Command Checked is not valid: lines[1].quantity must be greater than 0, but is 0; name must not be blank, but is  . Correct it and send it again.")
        .satisfies(
            e ->
                assertThat(((CommandValidationException) e).violations())
                    .extracting(CommandValidationException.Violation::path)
                    .containsExactly("lines[1].quantity", "name"));
  }

  @Test
  void refusesWhenTheDeadlineHasPassed() {
    Instant now = foliot.clock.instant();

    assertThatThrownBy(() -> foliot.commands.process(new PlaceOrder("o"), timeout(Duration.ZERO)))
        .isInstanceOf(CommandExpiredException.class)
        .hasMessageContaining("its deadline was " + now + ", now it is " + now);

    assertThat(handlers.seen).isEmpty();
  }

  private static MessageOptions timeout(Duration timeout) {
    return new MessageOptions(null, null, timeout, Map.of());
  }

  // ---- R5: conflicts

  private static final int ALWAYS = Integer.MAX_VALUE;

  private int touches;

  private void moveOn(String id) {
    foliot.inNewTransaction(() -> orders.get(id).touch("other"));
  }

  /** In so many attempts another transaction changes the touched order meanwhile. */
  private void loseAgainstOthers(int attempts, Runnable then) {
    handlers.touch =
        command -> {
          orders.get("o").touch("mine");
          if (touches++ < attempts) {
            moveOn("o");
          }
          then.run();
          return "done";
        };
  }

  @Test
  void triesTheWholeHandlerAgain() {
    foliot.process(new PlaceOrder("o"));
    loseAgainstOthers(2, () -> {});
    Instant start = foliot.clock.instant();

    assertThat(foliot.process(new TouchOrder("o"))).isEqualTo("done");

    assertThat(touches).isEqualTo(3);
    assertThat(foliot.events("order", "o")).hasSize(4);
    assertThat(Duration.between(start, foliot.clock.instant())).hasMillis(50 + 100);
  }

  @Test
  void keepsTheCommandsMetadataInEachAttempt() {
    accounts.save(Account.open("a"));
    handlers.deposit =
        command -> {
          accounts.get("a").deposit(1);
          if (handlers.seen.size() == 1) {
            foliot.inNewTransaction(() -> accounts.get("a").deposit(100));
          }
          return null;
        };

    foliot.process(new Deposit("a", 1));

    assertThat(handlers.seen).hasSize(2);
    assertThat(handlers.seen.get(0)).isEqualTo(handlers.seen.get(1));
    assertThat(accounts.get("a").balance()).isEqualTo(101);
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    foliot.process(new PlaceOrder("o"));
    loseAgainstOthers(ALWAYS, () -> {});

    assertThatThrownBy(() -> foliot.process(new TouchOrder("o")))
        .isInstanceOf(ConcurrentAggregateChangeException.class)
        .hasMessageContaining("Stream order-o")
        .hasMessageContaining("expected 3");

    assertThat(touches).isEqualTo(3);
    assertThat(foliot.events("order", "o")).hasSize(4);
  }

  @Test
  void triesAgainAfterAConflictInTheHandlersOwnFlush() {
    foliot.process(new PlaceOrder("o"));
    loseAgainstOthers(1, foliot.entities::flush);

    foliot.process(new TouchOrder("o"));

    assertThat(touches).isEqualTo(2);
  }

  /** Spring's exception for it is no {@code ConcurrencyFailureException}. */
  @Test
  void triesAgainAfterALockTimeOut() {
    foliot.process(new PlaceOrder("o"));
    handlers.touch =
        command -> {
          if (touches++ == 0) {
            foliot.inNewTransaction(
                () -> {
                  lockOrder();
                  foliot.inNewTransaction(this::lockOrderWithoutPatience);
                });
          }
          return "done";
        };

    assertThat(foliot.process(new TouchOrder("o"))).isEqualTo("done");

    assertThat(touches).isEqualTo(2);
  }

  private void lockOrder() {
    foliot.jdbc.queryForList("select * from orders for update");
  }

  private void lockOrderWithoutPatience() {
    if (TestDatabases.isPostgres()) {
      foliot.jdbc.execute("set local lock_timeout = '10ms'");
      lockOrder();
      return;
    }
    Integer before = foliot.jdbc.queryForObject("select lock_timeout()", Integer.class);
    foliot.jdbc.execute("set lock_timeout 10");
    try {
      lockOrder();
    } finally {
      foliot.jdbc.execute("set lock_timeout " + before);
    }
  }

  @Test
  void neverPausesPastTheDeadline() {
    foliot.process(new PlaceOrder("o"));
    loseAgainstOthers(ALWAYS, () -> {});
    Instant start = foliot.clock.instant();

    assertThatThrownBy(
            () -> foliot.commands.process(new TouchOrder("o"), timeout(Duration.ofMillis(120))))
        .isInstanceOf(ConcurrentAggregateChangeException.class);

    assertThat(touches).isEqualTo(2);
    assertThat(Duration.between(start, foliot.clock.instant())).hasMillis(50);
  }

  @Test
  void leavesARetryToTheCallersTransaction() {
    foliot.process(new PlaceOrder("o"));
    loseAgainstOthers(ALWAYS, foliot.entities::flush);

    assertThatThrownBy(() -> foliot.inTransaction(() -> foliot.process(new TouchOrder("o"))))
        .isInstanceOf(ConcurrentAggregateChangeException.class)
        .hasMessageContaining("Stream order-o");

    assertThat(touches).isEqualTo(1);
  }

  @Test
  void leavesAWrappedConflictAsItIs() { // R10
    foliot.process(new PlaceOrder("o"));
    var wrapped = new IllegalStateException[1];
    handlers.touch =
        command -> {
          orders.get("o").touch("mine");
          moveOn("o");
          try {
            foliot.entities.flush();
          } catch (RuntimeException e) {
            throw wrapped[0] = new IllegalStateException("sorry", e);
          }
          return null;
        };

    assertThatThrownBy(() -> foliot.process(new TouchOrder("o")))
        .satisfies(e -> assertThat(e).isSameAs(wrapped[0]));
  }

  @Test
  void triesNothingAgainThatIsCommitted() { // R5: the conflict is one of another transaction
    var conflict = new OptimisticLockingFailureException("after the commit");
    handlers.place =
        command -> {
          orders.save(Order.placed(command.orderId()));
          TransactionSynchronizationManager.registerSynchronization(
              new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                  throw conflict;
                }
              });
          return command.orderId();
        };

    assertThatThrownBy(() -> foliot.process(new PlaceOrder("o"))).isSameAs(conflict);

    assertThat(handlers.seen).hasSize(1);
    assertThat(foliot.events("order", "o")).containsExactly(new OrderPlaced("o"));
  }

  @Test
  void losesNothingAmongEightThreads() throws Exception { // R5
    accounts.save(Account.open("a"));
    foliot.process(new PlaceOrder("o"));
    handlers.deposit =
        command -> {
          accounts.get("a").deposit(1);
          return null;
        };
    handlers.touch =
        command -> {
          orders.get("o").touch("x");
          return null;
        };
    int threads = 8;
    int perThread = 10;
    var start = new CountDownLatch(1);
    var pool = Executors.newFixedThreadPool(threads);

    List<Future<Integer>> results =
        Stream.generate(() -> pool.submit(incrementing(start, perThread))).limit(threads).toList();
    start.countDown();
    int succeeded = 0;
    for (Future<Integer> result : results) {
      succeeded += result.get();
    }
    pool.shutdown();

    int deposits = accounts.get("a").balance();
    int touches = foliot.events("order", "o").size() - 1;
    assertThat(deposits + touches).isEqualTo(succeeded).isPositive();
    assertThat(foliot.jdbc.queryForObject("select event_count from orders", Integer.class))
        .isEqualTo(touches + 1);
  }

  /** How many commands gave a result; the others gave a conflict. */
  private Callable<Integer> incrementing(CountDownLatch start, int times) {
    return () -> {
      start.await();
      int succeeded = 0;
      for (int i = 0; i < times; i++) {
        try {
          foliot.process(i % 2 == 0 ? new Deposit("a", 1) : new TouchOrder("o"));
          succeeded++;
        } catch (ConcurrentAggregateChangeException e) {
          assertThat(e.stream().toString()).isIn("account-a", "order-o");
        }
      }
      return succeeded;
    };
  }

  // ---- R2: nested

  @Test
  void nestedCommandJoins() {
    handlers.deposit =
        command -> {
          accounts.save(Account.open("a"));
          foliot.process(new PlaceOrder("o"));
          assertThat(foliot.log()).isEmpty();
          return orders.get("o").status();
        };

    assertThat(foliot.process(new Deposit("a", 1))).isEqualTo("placed");

    assertThat(foliot.committed).hasSize(1);
    assertThat(foliot.committed.get(0)).hasSize(2);
  }

  @Test
  void swallowedFailureOfANestedCommandFailsTheOuter() {
    var failure = new IllegalStateException("no stock");
    handlers.touch =
        command -> {
          accounts.save(Account.open("half"));
          throw failure;
        };
    handlers.deposit =
        command -> {
          accounts.save(Account.open("a"));
          assertThatThrownBy(() -> foliot.process(new TouchOrder("o"))).isSameAs(failure);
          return "went on";
        };

    assertThatThrownBy(() -> foliot.process(new Deposit("a", 1)))
        .isInstanceOf(UnexpectedRollbackException.class)
        .hasMessage(
            "The transaction is rolled back: command TouchOrder failed in it (java.lang.IllegalStateException: no stock), and the exception was caught. Let the exception pass, or run the command TouchOrder in a transaction of its own (REQUIRES_NEW).")
        .hasCause(failure);

    assertThat(foliot.log()).isEmpty();
  }

  @Test
  void swallowedFailureFailsAPlainTransactionToo() {
    var failure = new IllegalStateException("no stock");
    handlers.touch =
        command -> {
          throw failure;
        };

    assertThatThrownBy(
            () ->
                foliot.inTransaction(
                    () -> {
                      accounts.save(Account.open("a"));
                      assertThatThrownBy(() -> foliot.process(new TouchOrder("o")))
                          .isSameAs(failure);
                    }))
        .isInstanceOf(UnexpectedRollbackException.class)
        .hasCause(failure);

    assertThat(foliot.log()).isEmpty();
  }

  static class Inner {
    @Transactional
    void fail() {
      throw new IllegalStateException("inner");
    }
  }

  @Test
  void namesTheCommandWhenSpringMarkedTheTransaction() {
    Inner inner = foliot.transactional(new Inner());
    handlers.place =
        command -> {
          orders.save(Order.placed("o"));
          assertThatThrownBy(inner::fail).hasMessage("inner");
          return null;
        };

    assertThatThrownBy(() -> foliot.process(new PlaceOrder("o")))
        .isInstanceOf(UnexpectedRollbackException.class)
        .hasMessageStartingWith(
            "Command PlaceOrder was rolled back: a transactional method inside it failed");

    assertThat(orders.find("o")).isEmpty();
  }

  @CommandHandler
  static class TransactionalHandler {
    @Handle
    @Transactional
    public void touch(TouchOrder command) {
      throw new IllegalStateException("no stock");
    }
  }

  @Test
  void namesTheNestedCommandWhenItsHandlerIsTransactional() {
    @CommandHandler
    class Outer {
      @Handle
      void place(PlaceOrder command) {
        assertThatThrownBy(() -> foliot.process(new TouchOrder("o"))).hasMessage("no stock");
      }
    }
    foliot.with(new Outer(), foliot.transactional(new TransactionalHandler()));

    assertThatThrownBy(() -> foliot.process(new PlaceOrder("o")))
        .isInstanceOf(UnexpectedRollbackException.class)
        .hasMessageContaining("command TouchOrder failed in it")
        .hasRootCauseMessage("no stock");
  }

  @Test
  void refusedNestedCommandHarmsNothing() {
    handlers.deposit =
        command -> {
          accounts.save(Account.open("a"));
          assertThatThrownBy(() -> foliot.process(new Checked("", List.of())))
              .isInstanceOf(CommandValidationException.class);
          return null;
        };

    foliot.process(new Deposit("a", 1));

    assertThat(foliot.events("account", "a")).hasSize(1);
  }

  // ---- R7

  @Test
  void eventsAndNestedCommandsInheritFromTheCommand() {
    handlers.deposit =
        command -> {
          accounts.save(Account.open("a"));
          foliot.process(new PlaceOrder("o"));
          return null;
        };

    foliot.commands.process(
        new Deposit("a", 1), new MessageOptions(Priority.BACKFILL, "corr", null, Map.of("k", "v")));

    Metadata root = handlers.seen.get(0);
    Metadata nested = handlers.seen.get(1);
    assertThat(root.causationId()).isNull();
    assertThat(root.correlationId()).isEqualTo("corr");
    assertThat(nested.causationId()).isEqualTo(root.id());
    assertThat(foliot.log())
        .extracting(RecordedMessage::metadata)
        .allSatisfy(
            event -> {
              assertThat(event.correlationId()).isEqualTo("corr");
              assertThat(event.priority()).isEqualTo(Priority.BACKFILL);
              assertThat(event.headers()).containsEntry("k", "v");
            })
        .extracting(Metadata::causationId)
        .containsExactly(root.id(), nested.id());
    assertThat(CurrentMessage.get()).isNull();
  }

  @Test
  void givesEachCommandItsOwnId() {
    handlers.deposit = command -> null;

    foliot.process(new Deposit("a", 1));
    foliot.process(new Deposit("a", 1));

    assertThat(handlers.seen).extracting(Metadata::id).doesNotHaveDuplicates().hasSize(2);
    assertThat(handlers.seen).extracting(Metadata::id).extracting(UUID::version).containsOnly(7);
  }

  // ---- the seam for metrics

  @Test
  void tellsListenersWhatHappened() {
    List<String> told = new ArrayList<>();
    foliot.commandListeners.add(
        new CommandListener() {
          @Override
          public void started(Message command) {
            throw new IllegalStateException("a broken listener");
          }
        });
    foliot.commandListeners.add(
        new CommandListener() {
          @Override
          public void succeeded(Message command, Duration duration, int attempts) {
            told.add(command.metadata().type() + " succeeded " + duration + " " + attempts);
          }

          @Override
          public void failed(Message command, Throwable error, Duration duration, int attempts) {
            told.add(command.metadata().type() + " failed " + attempts);
          }
        });
    handlers.place =
        command -> {
          foliot.clock.advance(Duration.ofSeconds(2));
          return null;
        };

    foliot.process(new PlaceOrder("o"));
    assertThatThrownBy(() -> foliot.process(new Checked("", List.of())))
        .isInstanceOf(CommandValidationException.class);

    assertThat(told).containsExactly("PlaceOrder succeeded PT2S 1", "Checked failed 0");
  }

  // ---- fewest hops

  @Test
  void keepsTheStackShallow() {
    List<String> types = new ArrayList<>();
    handlers.place =
        command -> {
          StackWalker.getInstance()
              .forEach(
                  frame -> {
                    if (!types.contains(frame.getClassName())) {
                      types.add(frame.getClassName());
                    }
                  });
          return null;
        };

    foliot.process(new PlaceOrder("o"));

    assertThat(types)
        .filteredOn(type -> type.startsWith("dev.foliot."))
        .filteredOn(type -> !type.contains("Tests") && !type.contains("testsupport"))
        .hasSizeLessThanOrEqualTo(5); // and Domain makes six
  }

  // ---- R6

  @Test
  void takesNoConnectionForAHandlerThatTouchesNothing() {
    handlers.place = command -> "nothing";
    foliot.sql.reset();

    foliot.process(new PlaceOrder("o"));

    assertThat(foliot.sql.connections()).isZero();
  }

  @Test
  void storesWhatAHandlerRaisedWithoutSaving() { // R3
    foliot.process(new PlaceOrder("o"));
    handlers.touch =
        command -> {
          orders.get("o").touch("x");
          return null;
        };

    foliot.process(new TouchOrder("o"));

    assertThat(foliot.events("order", "o")).hasSize(2);
  }
}
