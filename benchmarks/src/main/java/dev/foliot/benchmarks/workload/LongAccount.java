package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.Database;
import dev.foliot.benchmarks.Size;
import dev.foliot.benchmarks.Workload;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Load;
import java.util.List;

/** W4: loads one account of 10,000 events. */
public record LongAccount() implements Workload {
  private static final int BATCH = 100;
  private static final int BATCHES = 100;

  @Override
  public String name() {
    return "W4 long load";
  }

  @Override
  public String description() {
    return "one thread loads one account of 10,000 events, without snapshot or cache";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    return List.of(
        contender("JDBC", Accounts.handWritten(database, 0, 0), database, size),
        contender(
            "Foliot",
            Accounts.foliot(database, 0, 0, "foliot.aggregate.cache.max-events=0"),
            database,
            size));
  }

  private static Contender contender(String name, Accounts accounts, Database database, Size size) {
    for (int i = 0; i < BATCHES; i++) {
      accounts.fill(1, BATCH);
    }
    Load load = new Load(1, size.round());
    return new AccountContender(
        name,
        accounts,
        each -> load.run(database::serverCpu, (thread, random) -> each.balance(Accounts.id(0))));
  }
}
