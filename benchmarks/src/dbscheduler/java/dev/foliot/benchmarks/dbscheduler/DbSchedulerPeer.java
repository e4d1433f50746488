package dev.foliot.benchmarks.dbscheduler;

import dev.foliot.benchmarks.database.Database;
import dev.foliot.benchmarks.timer.EngineTimers;
import dev.foliot.benchmarks.workload.TimerPeer;

/** db-scheduler, on PostgreSQL. */
public final class DbSchedulerPeer implements TimerPeer {
  @Override
  public String name() {
    return "db-scheduler";
  }

  @Override
  public EngineTimers timers(Database database) {
    return new DbSchedulerTimers(database.newPool());
  }
}
