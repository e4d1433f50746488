package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Sample;
import java.util.ArrayList;
import java.util.List;

/** W1: commands on accounts of about twenty events. */
final class Commands implements Workload {
  private static final int THREADS = 8;
  private static final int EVENTS = 20;
  private static final int MORE_EVENTS = 10;

  @Override
  public String name() {
    return "W1 commands";
  }

  @Override
  public String description() {
    return "8 threads load an account of 20 to 30 events, append one, and commit; each turn has accounts of its own, and each thread too";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Depositing("JDBC", Accounts.handWritten(database), database, size));
    contenders.add(
        new Depositing(
            "Foliot",
            Accounts.foliot(database, "foliot.aggregate.cache.max-events=0"),
            database,
            size));
    contenders.add(
        new Depositing("Foliot with its cache", Accounts.foliot(database), database, size));
    for (Peer peer : Peer.present()) {
      contenders.add(new Depositing(peer.name(), peer.accounts(database), database, size));
    }
    return contenders;
  }

  /** Two threads on one account would measure conflicts, so each thread has accounts of its own. */
  private static final class Depositing implements Contender {
    private final String name;
    private final Accounts accounts;
    private final Database database;
    private final int each;
    private final Load load;
    private int first;

    Depositing(String name, Accounts accounts, Database database, Size size) {
      this.name = name;
      this.accounts = accounts;
      this.database = database;
      this.each = size.accounts() / THREADS;
      this.load = new Load(THREADS, size.round(), (long) each * MORE_EVENTS);
      this.first = -each * THREADS;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare() {
      first += each * THREADS;
      accounts.prepare(first, first + each * THREADS, EVENTS);
    }

    @Override
    public Sample turn() {
      return load.run(
          database::serverCpu,
          (thread, random) -> accounts.deposit(first + random.nextInt(each) * THREADS + thread, 1));
    }

    @Override
    public void close() {
      accounts.close();
    }
  }
}
