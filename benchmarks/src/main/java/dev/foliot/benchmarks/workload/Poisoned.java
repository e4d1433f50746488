package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.account.Deposit;
import dev.foliot.benchmarks.account.FillAccounts;
import dev.foliot.benchmarks.balance.BalanceApplication;
import dev.foliot.benchmarks.balance.Deliveries;
import dev.foliot.benchmarks.balance.Poison;
import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Countdown;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import dev.foliot.handler.Delivery;
import dev.foliot.handler.Delivery.Outcome;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;

/** W10: one account that always fails, among many. */
final class Poisoned implements Workload {
  private static final int EVENTS = 10;

  @Override
  public String name() {
    return "W10 poisoned";
  }

  @Override
  public String description() {
    return "a projection is given what one transaction has committed, 10 events for each account, when none of the accounts or one of them makes it fail; an operation is an event of the others";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    ConfigurableApplicationContext application =
        BalanceApplication.start(
            database, database.newDatabase(), "logging.level.dev.foliot.engine=off");
    return List.of(
        new Delivering("Foliot, all healthy", false, application, database, size),
        new Delivering("Foliot, one poisoned", true, application, database, size));
  }

  private static final class Delivering implements Contender {
    private final String name;
    private final boolean poisoned;
    private final ConfigurableApplicationContext application;
    private final Database database;
    private final int accounts;
    private int first;

    Delivering(
        String name,
        boolean poisoned,
        ConfigurableApplicationContext application,
        Database database,
        Size size) {
      this.name = name;
      this.poisoned = poisoned;
      this.application = application;
      this.database = database;
      this.accounts = size.events() / EVENTS;
      this.first = poisoned ? 1_000_000_000 : 0;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Sample turn() {
      int others = (poisoned ? accounts - 1 : accounts) * EVENTS;
      Countdown missing = new Countdown(others);
      Countdown failing = new Countdown(poisoned ? 1 : 0);
      application.getBean(Deliveries.class).tell(delivery -> count(delivery, missing, failing));
      if (poisoned) {
        application.getBean(Poison.class).add(Deposit.account(first + accounts / 2));
      }
      FillAccounts.inOneTransaction(application, first, first + accounts, EVENTS);
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      first += accounts;
      missing.await();
      Sample sample = stopwatch.stop(others);
      failing.await();
      return sample;
    }

    private static void count(Delivery delivery, Countdown handled, Countdown parked) {
      if (delivery.outcome() == Outcome.HANDLED) {
        handled.happened();
      } else if (delivery.outcome() == Outcome.PARKED) {
        parked.happened();
      }
    }

    @Override
    public void close() {
      application.close();
    }
  }
}
