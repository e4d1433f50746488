package dev.foliot.benchmarks.axon;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.workload.Accounts;
import dev.foliot.benchmarks.workload.FollowAccounts;
import dev.foliot.benchmarks.workload.Peer;
import java.util.List;
import org.axonframework.common.AxonConfigurationException;

/** Axon Framework, with each of its two kinds of streaming processors. */
public final class AxonPeer implements Peer {
  private static final String NAME =
      "Axon " + AxonConfigurationException.class.getPackage().getImplementationVersion();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Accounts accounts(Database database) {
    return AxonAccounts.in(AxonDatabase.create(database));
  }

  @Override
  public List<FollowAccounts> catchingUp(Database database, int batch) {
    return List.of(
        tracking(", tracking", EachDeposit::new, database, batch),
        pooled(", pooled", EachDeposit::new, database, batch),
        tracking(", tracking, a batch at once", DepositsOfABatch::new, database, batch),
        pooled(", pooled, a batch at once", DepositsOfABatch::new, database, batch));
  }

  @Override
  public List<FollowAccounts> following(Database database, int batch) {
    return List.of(
        tracking(", tracking", EachDeposit::new, database, batch),
        pooled(", pooled", EachDeposit::new, database, batch));
  }

  private static FollowAccounts tracking(
      String suffix, FollowAccountsWithAxon.Handler handler, Database database, int batch) {
    return FollowAccountsWithAxon.tracking(
        NAME + suffix, handler, AxonDatabase.create(database), batch);
  }

  private static FollowAccounts pooled(
      String suffix, FollowAccountsWithAxon.Handler handler, Database database, int batch) {
    return FollowAccountsWithAxon.pooled(
        NAME + suffix, handler, AxonDatabase.create(database), batch);
  }
}
