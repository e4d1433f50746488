package dev.foliot.benchmarks.workload;

import java.util.List;

/** All of them, in the order of the report. */
public final class Workloads {
  public static final List<Workload> ALL =
      List.of(
          new Commands(),
          new CatchUp(),
          new Visibility(),
          new Imports(),
          new LongAccount(),
          new Listeners(),
          new Mixed(),
          new Idle(),
          Growth.APPEND,
          Growth.LOAD,
          Growth.POLL,
          new Nodes(),
          new Poisoned());

  private Workloads() {}
}
