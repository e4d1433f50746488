package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.timer.EngineTimers;
import java.util.List;
import java.util.ServiceLoader;

/** Another library of timers, found as a {@link Peer} is. */
public interface TimerPeer {
  /** The name in the report, with its version. */
  String name();

  /** Its timers, on a new database, which is PostgreSQL. */
  EngineTimers timers(Database database);

  /** Those that are on the class path. */
  static List<TimerPeer> present() {
    return ServiceLoader.load(TimerPeer.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}
