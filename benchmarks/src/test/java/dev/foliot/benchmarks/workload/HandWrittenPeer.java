package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import java.util.List;

/** A peer that is on the class path of tests. */
public final class HandWrittenPeer implements Peer {
  static final String NAME = "a peer";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Accounts accounts(Database database) {
    return Accounts.handWritten(database);
  }

  @Override
  public List<FollowAccounts> catchingUp(Database database, int batch) {
    return List.of();
  }

  @Override
  public List<FollowAccounts> following(Database database, int batch) {
    return List.of();
  }
}
