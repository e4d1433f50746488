package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.balance.HandWrittenBalances;
import dev.foliot.benchmarks.database.Database;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/** With plain JDBC: a thread handles all events there are, each time it is woken. */
final class FollowAccountsByHand implements FollowAccounts {
  private final String name;
  private final int batch;
  private final Accounts accounts;
  private final HandWrittenBalances balances;
  private final ExecutorService projector = Executors.newSingleThreadExecutor();
  private volatile Runnable handled = () -> {};

  /**
   * @param way how a batch is brought into rows
   */
  FollowAccountsByHand(
      String name,
      BiFunction<DataSource, Integer, HandWrittenBalances> way,
      Database database,
      int batch) {
    this.name = name;
    this.batch = batch;
    this.accounts = new AccountsByHand(database.newPoolByHand());
    this.balances = way.apply(accounts.database(), batch);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Accounts accounts() {
    return accounts;
  }

  @Override
  public void reset() {
    balances.reset();
  }

  @Override
  public void start(Runnable each) {
    handled = each;
    wake();
  }

  @Override
  public void wake() {
    projector.execute(this::project);
  }

  private void project() {
    try {
      int events;
      do {
        events = balances.step();
        for (int i = 0; i < events; i++) {
          handled.run();
        }
      } while (events == batch);
    } catch (SQLException e) {
      throw new IllegalStateException("The projector failed", e);
    }
  }

  @Override
  public void stop() {
    try {
      projector.submit(() -> {}).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("The projector failed", e);
    }
  }

  @Override
  public void close() {
    projector.shutdownNow();
    accounts.close();
  }
}
