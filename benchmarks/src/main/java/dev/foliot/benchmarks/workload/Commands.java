package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.database.Statistics;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Load;
import dev.foliot.benchmarks.measure.Sample;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

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
    Adding adding = new Adding(contenders, database, size);
    adding.of("JDBC", Accounts.handWritten(database), Cache.NONE, Statistics.ANALYZED);
    adding.of("Foliot, cache full", Accounts.foliot(database), Cache.FULL, Statistics.ANALYZED);
    adding.of("Foliot, cache empty", Accounts.foliot(database), Cache.EMPTY, Statistics.ANALYZED);
    for (Statistics statistics : Statistics.on(database)) {
      adding.of("Foliot", withoutCache(database), Cache.NONE, statistics);
      for (Peer peer : Peer.present()) {
        adding.of(peer.name(), peer.accounts(database), Cache.NONE, statistics);
      }
    }
    return contenders;
  }

  private static Accounts withoutCache(Database database) {
    return Accounts.foliot(database, "foliot.aggregate.cache.max-events=0");
  }

  private record Adding(List<Contender> contenders, Database database, Size size) {
    void of(String name, Accounts accounts, Cache cache, Statistics statistics) {
      contenders.add(new Depositing(name, accounts, cache, statistics, database, size));
    }
  }

  /** What the contender's cache holds when a turn begins. */
  private enum Cache {
    /** There is no cache. */
    NONE,
    /** The accounts of the turn, and nothing else. */
    FULL,
    /** Nothing: the first command on each account loads it. */
    EMPTY
  }

  /** Two threads on one account would measure conflicts, so each thread has accounts of its own. */
  private static final class Depositing implements Contender {
    private final String name;
    private final Accounts accounts;
    private final Cache cache;
    private final Statistics statistics;
    private final Database database;
    private final int each;
    private final Load load;
    private final List<BitSet> touched;
    private int first;
    private double hits;

    Depositing(
        String name,
        Accounts accounts,
        Cache cache,
        Statistics statistics,
        Database database,
        Size size) {
      this.name = statistics.name(name);
      this.accounts = accounts;
      this.cache = cache;
      this.statistics = statistics;
      this.database = database;
      this.each = size.accounts() / THREADS;
      this.load = new Load(THREADS, size.round(), (long) each * MORE_EVENTS);
      this.touched = Stream.generate(BitSet::new).limit(THREADS).toList();
      this.first = -each * THREADS;
      statistics.begin(accounts.database());
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String cached() {
      return cache == Cache.NONE
          ? "nothing"
          : "%s %% of the loads".formatted(Math.round(hits * 100));
    }

    @Override
    public void prepare() {
      first += each * THREADS;
      accounts.forget();
      try {
        accounts.fill(first, first + each * THREADS, EVENTS);
      } catch (SQLException e) {
        throw new IllegalStateException("The accounts could not be filled", e);
      }
      statistics.filled(accounts.database());
      if (cache == Cache.EMPTY) {
        accounts.forget();
      }
      touched.forEach(BitSet::clear);
    }

    @Override
    public Sample turn() {
      Sample sample =
          load.run(
              database::serverCpu,
              (thread, random) -> {
                int account = random.nextInt(each);
                touched.get(thread).set(account);
                accounts.deposit(first + account * THREADS + thread, 1);
              });
      int accountsTouched = touched.stream().mapToInt(BitSet::cardinality).sum();
      hits = cache == Cache.FULL ? 1 : 1 - (double) accountsTouched / sample.operations();
      return sample;
    }

    @Override
    public void close() {
      accounts.close();
    }
  }
}
