package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.measure.Contender;
import dev.foliot.benchmarks.measure.Sample;
import dev.foliot.benchmarks.measure.Stopwatch;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** W3: appends in batches. */
final class Imports implements Workload {
  private static final int BATCH = 100;
  private static final int BATCHES_A_SECOND = 200;

  @Override
  public String name() {
    return "W3 bulk append";
  }

  @Override
  public String description() {
    return "one thread commits batches of 100 events, each to an account of its own; an operation is an event";
  }

  @Override
  public List<Contender> contenders(Database database, Size size) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Importing("JDBC", Accounts.handWritten(database), database, size));
    contenders.add(new Importing("Foliot", Accounts.foliot(database), database, size));
    AccountsWithFoliot past = AccountsWithFoliot.start(database);
    contenders.add(new Importing("Foliot, domain.append", past, past::append, database, size));
    for (Peer peer : Peer.present()) {
      contenders.add(new Importing(peer.name(), peer.accounts(database), database, size));
    }
    return contenders;
  }

  /** Appends a number of deposits to a new account, in one transaction. */
  @FunctionalInterface
  private interface Append {
    void deposits(int account, int times) throws SQLException;
  }

  /** A turn has a number of batches, not a time, so that all tables grow alike. */
  private static final class Importing implements Contender {
    private final String name;
    private final Accounts accounts;
    private final Append append;
    private final Database database;
    private final int batches;
    private int next;

    Importing(String name, Accounts accounts, Database database, Size size) {
      this(name, accounts, accounts::deposit, database, size);
    }

    Importing(String name, Accounts accounts, Append append, Database database, Size size) {
      this.name = name;
      this.accounts = accounts;
      this.append = append;
      this.database = database;
      this.batches = (int) (BATCHES_A_SECOND * size.round().toMillis() / 1000);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Sample turn() {
      Stopwatch stopwatch = Stopwatch.start(database::serverCpu);
      try {
        for (int i = 0; i < batches; i++) {
          append.deposits(next++, BATCH);
        }
      } catch (SQLException e) {
        throw new IllegalStateException("A turn failed", e);
      }
      return stopwatch.stop((long) batches * BATCH);
    }

    @Override
    public void close() {
      accounts.close();
    }
  }
}
