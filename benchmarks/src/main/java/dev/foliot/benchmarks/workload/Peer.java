package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Another framework that takes part in workloads. Whatever {@link ServiceLoader} finds takes part;
 * nothing does unless a profile of the build puts it on the class path.
 */
public interface Peer {
  /** The name in the report, with its version. */
  String name();

  /** Accounts in a new database, loaded from all of their events each time. */
  Accounts accounts(Database database);

  /** The ways to catch up with a log, each in a new database, in batches of that many events. */
  List<FollowAccounts> catchingUp(Database database, int batch);

  /** The ways to follow commands as they come, each in a new database. */
  List<FollowAccounts> following(Database database, int batch);

  /** Those that are on the class path. */
  static List<Peer> present() {
    return ServiceLoader.load(Peer.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}
