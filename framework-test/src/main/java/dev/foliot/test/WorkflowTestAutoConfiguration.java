package dev.foliot.test;

import dev.foliot.Engine;
import dev.foliot.engine.LocalNode;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.autoconfigure.FoliotWorkflowAutoConfiguration;
import dev.foliot.workflow.run.DriveRuns;
import dev.foliot.workflow.run.PublishEvents;
import dev.foliot.workflow.run.RunParts;
import dev.foliot.workflow.run.RunSignals;
import dev.foliot.workflow.wait.MatchEvents;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The beans of a test about runs of workflows, if the application has workflows. */
@AutoConfiguration(after = FoliotWorkflowAutoConfiguration.class)
@ConditionalOnClass(Workflows.class)
@ConditionalOnBean(DriveRuns.class)
@ConditionalOnBooleanProperty(TestLevel.PROPERTY)
class WorkflowTestAutoConfiguration {
  private static final String PROCESSING = "foliot.event-processing";

  @Bean
  static RecordRunCalls foliotRecordRunCalls(ObjectProvider<FlowRecorder> flow) {
    return new RecordRunCalls(() -> flow.getObject().calls());
  }

  @Bean
  Runs foliotTestRuns(
      Workflows workflows,
      RunTime time,
      TestClock clock,
      Transactions transactions,
      PublishEvents events,
      RunParts runs,
      FlowRecorder flow) {
    return new StoredRuns(
        new StoredRunParts(
            workflows,
            time,
            clock,
            transactions,
            events,
            runs.codec(),
            runs.registry(),
            flow.calls()),
        ShownEvents.ALL);
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = PROCESSING, havingValue = "async", matchIfMissing = true)
  static class AtLevel3 {
    @Bean
    RunTime foliotRunTime(Engine engine, TestClock clock) {
      return new EngineRunTime(engine, clock);
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(name = PROCESSING, havingValue = "sync")
  static class AtLevel2 {
    @Bean
    AdvanceRuns foliotAdvanceRuns(
        ObjectProvider<MatchEvents> events,
        ObjectProvider<DriveRuns> runs,
        PlatformTransactionManager manager,
        ObjectProvider<LocalNode> node) {
      TransactionTemplate outside = new TransactionTemplate(manager);
      outside.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
      return new AdvanceRuns(
          events::getObject, runs::getObject, outside, () -> node.getObject().leaseClock().now());
    }

    /** Runs after the listeners of Foliot, so that a run advances when the commit is complete. */
    @Bean
    @Lazy(false)
    SmartInitializingSingleton foliotRunsAdvance(
        AdvanceRuns runs, RunSignals signals, TestClock clock, PlatformTransactionManager manager) {
      return () -> {
        ((ConfigurableTransactionManager) manager).addListener(runs.lastListener());
        signals.listen(runs);
        clock.onMove(runs::advanceOutsideOfTransaction);
      };
    }

    @Bean
    RunTime foliotRunTime(AdvanceRuns runs, DriveRuns drive, TestClock clock) {
      return new SyncRunTime(runs, drive, clock);
    }
  }
}
