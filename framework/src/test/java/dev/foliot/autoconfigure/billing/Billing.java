package dev.foliot.autoconfigure.billing;

import dev.foliot.aggregate.Aggregate;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.aggregate.Apply;
import dev.foliot.aggregate.EventSourcedAggregate;
import dev.foliot.command.Command;
import dev.foliot.command.CommandHandler;
import dev.foliot.event.DomainEvent;
import dev.foliot.event.EventHandler;
import dev.foliot.handler.Handle;
import dev.foliot.handler.On;
import dev.foliot.outbox.Subscriber;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.query.Query;
import dev.foliot.query.QueryHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Accounts, event-sourced; a projection that is no entity. */
@Configuration(proxyBeanMethods = false)
@Import({
  Billing.AccountCommandHandler.class,
  Billing.Ledger.class,
  Billing.BalanceProjector.class,
  Billing.BalanceQueries.class,
  Billing.Audit.class
})
public class Billing {
  /** Where this application's messages are. */
  public static final String PACKAGE = "dev.foliot.autoconfigure.billing";

  @Command
  public record OpenAccount(String accountId) {}

  @Command
  public record Deposit(String accountId, int cents) {}

  /** Only the aggregate itself reads it. */
  @DomainEvent
  public record AccountOpened(String accountId) {}

  @DomainEvent
  public record Deposited(String accountId, int cents) {}

  /** Nobody reads it, but it is published. */
  @DomainEvent(publish = "accounts")
  public record AccountClosed(String accountId) {}

  /** Nobody reads it. */
  @DomainEvent
  public record StatementPrinted(String accountId) {}

  @Query
  public record FindBalance(String accountId) {}

  @Aggregate
  public static final class Account extends EventSourcedAggregate {
    private String accountId = "";

    static Account open(String accountId) {
      Account account = new Account();
      account.raise(new AccountOpened(accountId));
      return account;
    }

    @Override
    public String id() {
      return accountId;
    }

    void deposit(int cents) {
      raise(new Deposited(accountId, cents));
    }

    @Apply
    void on(AccountOpened event) {
      accountId = event.accountId();
    }

    @Apply
    void on(Deposited event) {}
  }

  @CommandHandler
  public static class AccountCommandHandler {
    private final AggregateRepository<Account> accounts;

    AccountCommandHandler(AggregateRepository<Account> accounts) {
      this.accounts = accounts;
    }

    @Handle
    void open(OpenAccount command) {
      accounts.save(Account.open(command.accountId()));
    }

    @Handle
    int deposit(Deposit command) {
      accounts.get(command.accountId()).deposit(command.cents());
      return command.cents();
    }
  }

  @EventHandler(name = "ledger")
  public static class Ledger {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** What it has booked. */
    public List<String> lines() {
      return List.copyOf(lines);
    }

    @Handle
    void on(Deposited event) {
      if (event.cents() < 0) {
        throw new IllegalArgumentException("A deposit is not negative");
      }
      lines.add(event.accountId() + " " + event.cents());
    }
  }

  /**
   * A read model in memory.
   *
   * @param cents how much there is
   */
  @Projection
  public record Balance(int cents) {}

  @Projector(value = Balance.class, sequencedBy = "accountId")
  public static class BalanceProjector {
    private final Map<String, Integer> balances = new ConcurrentHashMap<>();

    @On
    void on(Deposited event) {
      balances.merge(event.accountId(), event.cents(), Integer::sum);
    }
  }

  @QueryHandler
  public static class BalanceQueries {
    private final BalanceProjector projector;

    BalanceQueries(BalanceProjector projector) {
      this.projector = projector;
    }

    @Handle
    Balance of(FindBalance query) {
      return new Balance(projector.balances.getOrDefault(query.accountId(), 0));
    }
  }

  @Subscriber(destination = "accounts", name = "audit")
  public static class Audit {
    @Handle
    void on(AccountClosed event) {}
  }
}
