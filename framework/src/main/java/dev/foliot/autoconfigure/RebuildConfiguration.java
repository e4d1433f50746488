package dev.foliot.autoconfigure;

import dev.foliot.engine.EngineNode;
import dev.foliot.engine.EngineParts;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.LogArchive;
import dev.foliot.message.MessageJson;
import dev.foliot.projection.ProjectionTables;
import dev.foliot.rebuild.FindTables;
import dev.foliot.rebuild.RebuildParts;
import dev.foliot.rebuild.RebuildSettings;
import dev.foliot.rebuild.RebuildSignal;
import dev.foliot.rebuild.Rebuilds;
import dev.foliot.rebuild.ShadowTables;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Rebuilds of projections. */
@Configuration(proxyBeanMethods = false)
class RebuildConfiguration {
  private static final Duration LOCK_WAIT = Duration.ofMillis(500);

  @Bean
  RebuildSignal foliotRebuildSignal() {
    return new RebuildSignal();
  }

  @Bean
  MakeRebuildParts foliotRebuildParts(
      DataSource dataSource,
      FoliotSchema schema,
      MessageJson json,
      FoliotProperties properties,
      ObjectProvider<ProjectionTables> tables) {
    FoliotProperties.Rebuild rebuild = properties.rebuild();
    return new MakeRebuildParts(
        new ShadowTables(dataSource, LOCK_WAIT),
        new LogArchive(dataSource, schema, json),
        new RebuildSettings(
            rebuild.segments(), rebuild.batchSize(), rebuild.load(), rebuild.concurrency()),
        new FindTables(dataSource, () -> tables.orderedStream().toList())::of);
  }

  /** Each node of a test has an engine of its own. */
  record MakeRebuildParts(
      ShadowTables shadows,
      LogArchive archive,
      RebuildSettings settings,
      Function<Class<?>, List<String>> tables) {
    RebuildParts of(EngineParts engine) {
      return new RebuildParts(engine, shadows, archive, settings, tables);
    }
  }

  @Bean
  Rebuilds foliotRebuilds(EngineNode node, MakeRebuildParts parts, RebuildSignal signal) {
    return new Rebuilds(parts.of(node.parts()), signal, node::tellOthers, node::changed);
  }
}
