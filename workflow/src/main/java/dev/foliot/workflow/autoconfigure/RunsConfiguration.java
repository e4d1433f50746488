package dev.foliot.workflow.autoconfigure;

import dev.foliot.Domain;
import dev.foliot.autoconfigure.FoliotProperties;
import dev.foliot.engine.EngineNode;
import dev.foliot.engine.EngineSettings;
import dev.foliot.engine.LivingNodes;
import dev.foliot.engine.LocalNode;
import dev.foliot.engine.Storage;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.live.LiveThreads;
import dev.foliot.message.CurrentUser;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.LaneRule;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageType;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.TraceContext;
import dev.foliot.personaldata.AesGcm;
import dev.foliot.schedule.Schedules;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.ExpiringRows;
import dev.foliot.work.WorkListener;
import dev.foliot.workflow.RunArchive;
import dev.foliot.workflow.WorkflowInterceptor;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.encryption.EncryptPayloads;
import dev.foliot.workflow.encryption.PayloadKeys;
import dev.foliot.workflow.journal.JsonPayloads;
import dev.foliot.workflow.replay.Bodies;
import dev.foliot.workflow.replay.BranchThreads;
import dev.foliot.workflow.replay.Interceptors;
import dev.foliot.workflow.run.ArchiveEndedRuns;
import dev.foliot.workflow.run.AwaitRuns;
import dev.foliot.workflow.run.CallDomain;
import dev.foliot.workflow.run.CancelRuns;
import dev.foliot.workflow.run.CountRuns;
import dev.foliot.workflow.run.CountStarts;
import dev.foliot.workflow.run.DriveRuns;
import dev.foliot.workflow.run.FollowRuns;
import dev.foliot.workflow.run.LocalRuns;
import dev.foliot.workflow.run.PublishEvents;
import dev.foliot.workflow.run.RemoveEndedRuns;
import dev.foliot.workflow.run.RunOrigin;
import dev.foliot.workflow.run.RunParts;
import dev.foliot.workflow.run.RunSignals;
import dev.foliot.workflow.run.RunStore;
import dev.foliot.workflow.run.SendEvents;
import dev.foliot.workflow.run.StoredWorkflows;
import dev.foliot.workflow.run.TraceRuns;
import dev.foliot.workflow.run.WorkflowDefinition;
import dev.foliot.workflow.run.WorkflowRegistry;
import dev.foliot.workflow.start.DeclareSchedules;
import dev.foliot.workflow.start.StartAtTime;
import dev.foliot.workflow.start.TriggerHandlers;
import dev.foliot.workflow.wait.EventWaits;
import dev.foliot.workflow.wait.LastLook;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.function.SingletonSupplier;

/** The runs of workflows, and the engine's part of them. */
@Configuration(proxyBeanMethods = false)
class RunsConfiguration {
  @Bean
  WorkflowRegistry foliotWorkflowRegistry(
      ConfigurableListableBeanFactory beans,
      ObjectProvider<WorkflowDefinition> definitions,
      MessageJson json) {
    return new WorkflowRegistry(new DiscoverWorkflows(beans, definitions, json));
  }

  @Bean
  @Lazy(false)
  SmartInitializingSingleton foliotWorkflowsChecked(WorkflowRegistry registry) {
    return registry::check;
  }

  @Bean
  EncryptPayloads foliotEncryptPayloads(
      ObjectProvider<PayloadKeys> keys, EncryptionProperties properties, AesGcm cipher) {
    return new EncryptPayloads(keys.getIfAvailable(properties::payloadKeys), cipher);
  }

  @Bean
  RunParts foliotRunParts(
      WorkflowRegistry registry,
      Transactions transactions,
      MicrosecondClock clock,
      MessageJson json,
      ObjectProvider<Domain> domain,
      PublishEvents publish,
      LastLook lastLook,
      ObjectProvider<Bodies> bodies,
      ObjectProvider<WorkflowInterceptor> interceptors,
      LocalNode node,
      EngineSettings settings,
      WorkflowProperties properties) {
    return new RunParts(
        registry,
        transactions,
        clock,
        json,
        new JsonPayloads(json),
        run -> new CallDomain(domain.getObject(), publish, run),
        lastLook,
        bodies.getIfAvailable(() -> Bodies.AS_THEY_ARE),
        new BranchThreads(branches(node.threads()), properties.maxBranches()),
        settings.standard().retry(),
        new Interceptors(interceptors.orderedStream().toList(), call -> apart(transactions, call)));
  }

  /** An interceptor that fails in a transaction of its own rolls nothing else back. */
  private static void apart(Transactions transactions, Runnable call) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      transactions.outside(
          () -> {
            call.run();
            return true;
          });
    } else {
      call.run();
    }
  }

  /** The threads of branches, without a limit: a cooperative branch cannot wait for a thread. */
  private static Executor branches(ThreadFactory threads) {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
  }

  @Bean
  RunSignals foliotRunSignals(ObjectProvider<EngineNode> node) {
    return new RunSignals(
        () -> node.getObject().tellOthers(), SingletonSupplier.of(() -> node.getObject().topics()));
  }

  @Bean
  LocalRuns foliotLocalRuns(ObjectProvider<EngineNode> node) {
    return new LocalRuns(() -> node.getObject().isRunning());
  }

  @Bean
  RunStore foliotRunStore(
      DataSource dataSource,
      FoliotSchema schema,
      RunParts parts,
      EncryptPayloads encryption,
      RunSignals signals,
      EventWaits waits,
      CountStarts counts,
      EventStore log) {
    return new RunStore(
        new JdbcTemplate(dataSource),
        schema,
        parts,
        encryption,
        signals,
        waits,
        counts,
        log::settledHeadInSql);
  }

  @Bean
  CountStarts foliotCountStarts(WorkflowRegistry registry) {
    return new CountStarts(registry);
  }

  @Bean
  AwaitRuns foliotAwaitRuns(
      LocalRuns local, Transactions transactions, MicrosecondClock clock, LocalNode node) {
    return new AwaitRuns(local, transactions, clock.source(), node.nanoTime());
  }

  @Bean
  FollowRuns foliotFollowRuns(
      RunParts parts,
      RunStore store,
      RunSignals signals,
      LiveThreads threads,
      FoliotProperties properties) {
    return new FollowRuns(parts, store, signals, threads, properties.live().pollInterval());
  }

  @Bean
  @Lazy(false)
  FollowLifecycle foliotFollowLifecycle(FollowRuns follow) {
    return new FollowLifecycle(follow);
  }

  @Bean
  SendEvents foliotSendEvents(
      EventStore log, PublishEvents publish, RunParts parts, RunStore store) {
    return new SendEvents(log, publish, parts, store);
  }

  @Bean
  TriggerHandlers foliotWorkflowTriggers(
      RunParts parts, RunStore store, MessageTypes types, ObjectProvider<Workflows> workflows) {
    return new TriggerHandlers(
        parts.registry(), types, workflows::getObject, new CancelRuns(parts, store));
  }

  @Bean
  MessageType foliotStartAtTime() {
    return StartAtTime.TYPE;
  }

  @Bean
  DeclareSchedules foliotDeclareSchedules(
      TriggerHandlers triggers, Schedules schedules, Storage storage, LocalNode node) {
    return new DeclareSchedules(triggers, schedules, new LivingNodes(storage, node.leaseClock()));
  }

  /** The last node of the previous version may start and stop after all others have started. */
  @Bean
  ExpiringRows foliotUndeclaredSchedules(ObjectProvider<DeclareSchedules> schedules) {
    return new ExpiringRows() {
      @Override
      public int removeSome(int most) {
        schedules.getObject().cleanUp();
        return 0;
      }

      /** Each removal is tried again by itself, and no two lock rows together. */
      @Override
      public boolean hasOwnTransactions() {
        return true;
      }
    };
  }

  @Bean
  @ConditionalOnMissingBean
  Workflows foliotWorkflows(
      RunParts parts,
      RunStore store,
      IdGenerator ids,
      LaneRule lanes,
      ObjectProvider<TraceContext> trace,
      ObjectProvider<CurrentUser> user,
      RunSignals signals,
      AwaitRuns callers,
      SendEvents send,
      FollowRuns follow) {
    RunOrigin origin =
        new RunOrigin(
            parts.json(),
            ids,
            lanes,
            trace.getIfAvailable(() -> TraceContext.NONE),
            user.getIfAvailable(() -> CurrentUser.NONE));
    return new StoredWorkflows(parts, store, origin, signals, callers, send, follow);
  }

  @Bean
  DriveRuns foliotDriveRuns(
      RunParts parts,
      RunStore store,
      RunSignals signals,
      AwaitRuns callers,
      LocalRuns local,
      WorkflowProperties properties,
      EngineSettings engine,
      LocalNode node,
      ObjectProvider<WorkListener> listeners,
      ObjectProvider<TriggerHandlers> triggers) {
    return new DriveRuns(
        parts,
        store,
        signals,
        callers,
        local,
        new DriveRuns.Settings(
            properties.threads(),
            properties.claimSize(),
            engine.shutdownTimeout(),
            node.threads(),
            () -> listeners.orderedStream().toList(),
            () -> triggers.getObject().declarations()));
  }

  @Bean
  TraceRuns foliotTraceRuns(RunParts parts, RunStore store) {
    return new TraceRuns(parts, store);
  }

  @Bean
  CountRuns foliotCountRuns(RunParts parts, RunStore store) {
    return new CountRuns(parts, store);
  }

  @Bean
  ExpiringRows foliotRemoveEndedRuns(
      RunParts parts,
      RunStore store,
      WorkflowProperties properties,
      ObjectProvider<RunArchive> archive) {
    RunArchive used = archive.getIfAvailable();
    return used == null
        ? new RemoveEndedRuns(store, parts.clock(), properties.retention())
        : new ArchiveEndedRuns(parts, store, properties.retention(), used);
  }
}
