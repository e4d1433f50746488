package dev.foliot.test.bank;

import dev.foliot.Domain;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.handler.StartPosition;
import dev.foliot.outbox.Subscriber;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.test.bank.Bank.Deposit;
import dev.foliot.test.bank.Bank.Deposited;
import dev.foliot.test.bank.Bank.Opened;
import java.time.Clock;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Who reacts to what happens in the bank. */
final class Handlers {
  private Handlers() {}

  /** What is read from the bank's tables. */
  @Projection
  record Totals(String name, int amount) {}

  /** One row an account. */
  @Projector(value = Totals.class, name = "balance")
  static class Balance {
    private final BankTables tables;
    private final Mistakes mistakes;
    private final TransactionTemplate apart;
    private final Clock clock;

    Balance(
        BankTables tables,
        Mistakes mistakes,
        PlatformTransactionManager transactions,
        Clock clock) {
      this.tables = tables;
      this.mistakes = mistakes;
      this.apart = new TransactionTemplate(transactions);
      this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
      this.clock = clock;
    }

    @On
    void opened(Opened event) {
      tables.add("balance " + event.account(), 0);
    }

    @On
    void deposited(Deposited event) {
      mistakes.failIfWanted(event.account());
      tables.add("balance " + event.account(), event.amount());
      if (mistakes.is(Mistake.COMMITS_APART)) {
        apart.executeWithoutResult(begun -> tables.write(event.account(), "" + event.amount()));
      }
      if (mistakes.is(Mistake.COUNTS_IN_MEMORY)) {
        tables.set("deposits", mistakes.count());
      }
      if (mistakes.is(Mistake.ASKS_THE_TIME)) {
        boolean early = clock.millis() % 10_000 < 5_000;
        tables.write(event.account(), early ? "in the morning" : "in the afternoon");
      }
    }
  }

  /** One row a branch, fed by many accounts; it has three segments. */
  @Projector(value = Totals.class, name = "branch", sequencedBy = "branch")
  static class Branch {
    private final BankTables tables;
    private final Mistakes mistakes;

    Branch(BankTables tables, Mistakes mistakes) {
      this.tables = tables;
      this.mistakes = mistakes;
    }

    @On
    void opened(Opened event) {
      tables.write("branch " + event.branch(), "opened " + event.account());
    }

    @On
    void deposited(Deposited event) {
      mistakes.failIfWanted("branch of " + event.account());
      tables.add("branch " + event.branch(), event.amount());
    }
  }

  /** Pays a bonus of one for each large deposit. */
  @EventHandler(name = "bonus", start = StartPosition.BEGINNING)
  static class Bonus {
    private final Domain domain;
    private final BankTables tables;
    private final Mistakes mistakes;

    Bonus(Domain domain, BankTables tables, Mistakes mistakes) {
      this.domain = domain;
      this.tables = tables;
      this.mistakes = mistakes;
    }

    @Handle
    void on(Deposited event) {
      if (event.amount() >= 100) {
        domain.process(new Deposit(event.account(), event.amount() / 100));
      }
      if (mistakes.is(Mistake.FIRST_COMES_FIRST) && tables.amount("first") == 0) {
        tables.add("first", event.amount());
      }
    }
  }

  /** Sends a statement for each deposit. */
  @Subscriber(value = "statements", name = "post")
  static class Post {
    private final BankTables tables;

    Post(BankTables tables) {
      this.tables = tables;
    }

    @Handle
    void on(Deposited event) {
      tables.write("post", event.account() + " has received " + event.amount());
    }
  }
}
