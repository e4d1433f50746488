package dev.foliot.benchmarks.workload;

import dev.foliot.benchmarks.testspeed.EngineFlow;
import dev.foliot.benchmarks.testspeed.RunTests;
import dev.foliot.benchmarks.testspeed.Scenarios;
import dev.foliot.benchmarks.testspeed.SyncFlow;
import dev.foliot.benchmarks.testspeed.WorkflowRuns;
import dev.foliot.benchmarks.workload.TestSpeed.Way;
import java.util.List;

/** All of them, in the order of the report. */
public final class Workloads {
  private static final Workload LEVEL_1 =
      new TestSpeed(
          "T1 scenarios",
          "1,000 tests of an aggregate: plain assertions, and AggregateScenario, which checks more",
          List.of(new Way("assertions", Scenarios::byHand), new Way("scenarios", Scenarios::told)));

  private static final Workload LEVEL_2 =
      new TestSpeed(
          "T2 synchronous flows",
          "200 tests of Level 2 in one application context, cleaning included",
          List.of(
              new Way(
                  "@SyncFlowTest", count -> RunTests.of(SyncFlow.class, SyncFlow.TEST, count))));

  private static final Workload LEVEL_3 =
      new TestSpeed(
          "T3 engine in cycles",
          "200 tests of Level 3 in one application context, cleaning included",
          List.of(
              new Way(
                  "@EngineTest", count -> RunTests.of(EngineFlow.class, EngineFlow.TEST, count))));

  private static final Workload WORKFLOWS =
      new TestSpeed(
          "T4 workflows",
          "1,000 tests of Level 1 of a workflow: three steps and a wait of one hour that is skipped",
          List.of(new Way("WorkflowTestRunner", WorkflowRuns::of)));

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
          new Poisoned(),
          new DueTimers(),
          new FiringDelay(),
          new SubmittedCommands(),
          new Checkouts(),
          new ThreeStepWorkflows(),
          new IdleRuns(),
          new Replays(),
          new Triggers(),
          new EventTypedSteps(),
          new LimitedStarts(),
          LiveWithRebuild.CLOSED,
          LiveWithRebuild.PACED,
          new RebuildRate(),
          new WholeRebuild(),
          new Starts(),
          LEVEL_1,
          LEVEL_2,
          LEVEL_3,
          WORKFLOWS);

  private Workloads() {}
}
