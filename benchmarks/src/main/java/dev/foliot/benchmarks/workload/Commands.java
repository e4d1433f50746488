package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.Database;
import dev.foliot.benchmarks.Size;
import dev.foliot.benchmarks.Workload;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Load;
import java.util.List;

/** W1: commands on accounts of about twenty events. */
public record Commands() implements Workload {
  private static final int THREADS = 8;
  private static final int EVENTS = 20;

  @Override
  public String name() {
    return "W1 commands";
  }

  @Override
  public String description() {
    return "8 threads load one of many accounts of 20 events or more, append one, and commit";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return List.of(
        contender("JDBC", Accounts.handWritten(database, size.accounts(), EVENTS), database, size),
        contender(
            "Foliot",
            Accounts.foliot(
                database, size.accounts(), EVENTS, "foliot.aggregate.cache.max-events=0"),
            database,
            size),
        contender(
            "Foliot with its cache",
            Accounts.foliot(database, size.accounts(), EVENTS),
            database,
            size));
  }

  /** Two threads on one account would measure conflicts, so each thread has accounts of its own. */
  private static Contender contender(String name, Accounts accounts, Database database, Size size) {
    Load load = new Load(THREADS, size.round());
    return new AccountContender(
        name,
        accounts,
        each ->
            load.run(
                database::serverCpu,
                (thread, random) -> {
                  int account = random.nextInt(size.accounts() / THREADS) * THREADS + thread;
                  each.deposit(Accounts.id(account), 1);
                }));
  }
}
