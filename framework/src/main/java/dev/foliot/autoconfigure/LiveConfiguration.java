package dev.foliot.autoconfigure;

import dev.foliot.engine.EngineNode;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.handler.ProjectionProgress;
import dev.foliot.live.LiveChanges;
import dev.foliot.live.LiveParts;
import dev.foliot.live.LiveSettings;
import dev.foliot.live.LiveThreads;
import dev.foliot.operation.DeliveryMarks;
import dev.foliot.projection.RowsByIds;
import dev.foliot.projection.TableRowsByIds;
import dev.foliot.projection.View;
import dev.foliot.projection.Views;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.time.SteppableClock;
import dev.foliot.unitofwork.Transactions;
import java.time.Duration;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/** Live changes of projections. */
@Configuration(proxyBeanMethods = false)
class LiveConfiguration {
  /** On a steppable clock no time passes, so a test needs no threads and no pauses. */
  @Bean
  LiveThreads foliotLiveThreads(
      MicrosecondClock clock, FoliotProperties properties, Environment environment) {
    return isSteppable(clock)
        ? LiveChanges.inCallersThread()
        : LiveChanges.onThreads(
            properties.live().threads(), EngineConfiguration.threads(environment));
  }

  @Bean
  LiveChanges foliotLiveChanges(
      ListableBeanFactory beans,
      ObjectProvider<Views> views,
      ObjectProvider<RowsByIds> rows,
      HandlerRegistry handlers,
      EngineNode node,
      ProjectionProgress progress,
      Transactions transactions,
      LiveThreads threads,
      MicrosecondClock clock,
      FoliotProperties properties) {
    Views all = new PlainViews(beans, views.getIfAvailable(() -> ViewBeansFirst.NONE));
    Duration interval = isSteppable(clock) ? Duration.ZERO : properties.live().minInterval();
    return new LiveChanges(
        new LiveParts(
            all,
            new TableRowsByIds(rows.getIfAvailable()),
            handlers,
            progress,
            new DeliveryMarks(node)::of,
            transactions,
            threads,
            node.parts().node().nanoTime(),
            new LiveSettings(interval, properties.live().pollInterval())));
  }

  @Bean
  @Lazy(false)
  LiveLifecycle foliotLiveLifecycle(LiveChanges live) {
    return new LiveLifecycle(live);
  }

  private static boolean isSteppable(MicrosecondClock clock) {
    return clock.source() instanceof SteppableClock;
  }

  /** As the views of {@link ViewBeansFirst}; each reader looks its view up once. */
  private record PlainViews(ListableBeanFactory beans, Views others) implements Views {
    @Override
    public <P> View<P> of(Class<P> projection) {
      ResolvableType type = ResolvableType.forClassWithGenerics(View.class, projection);
      View<P> declared = beans.<View<P>>getBeanProvider(type).getIfAvailable();
      return declared != null ? declared : others.of(projection);
    }
  }
}
