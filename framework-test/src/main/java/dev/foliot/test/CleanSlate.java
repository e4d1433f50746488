package dev.foliot.test;

import dev.foliot.aggregate.AggregateCache;
import dev.foliot.engine.EngineNode;
import dev.foliot.personaldata.CachedKeys;
import dev.foliot.test.FoliotTestAutoConfiguration.EntityCaches;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.CacheManager;

/** Everything that a test could leave behind, in the order in which it must be removed. */
final class CleanSlate {
  private final OnlyTestDatabases allowed;
  private final EmptyTables tables;
  private final ObjectProvider<CacheManager> caches;
  private final ObjectProvider<EntityCaches> entityCaches;
  private final CachedKeys keys;
  private final AggregateCache aggregates;
  private final TestClock clock;
  private final EngineNode engine;
  private final FlowRecorder flow;
  private List<String> kept = List.of();

  CleanSlate(
      OnlyTestDatabases allowed,
      EmptyTables tables,
      ObjectProvider<CacheManager> caches,
      ObjectProvider<EntityCaches> entityCaches,
      CachedKeys keys,
      AggregateCache aggregates,
      TestClock clock,
      EngineNode engine,
      FlowRecorder flow) {
    this.allowed = allowed;
    this.tables = tables;
    this.caches = caches;
    this.entityCaches = entityCaches;
    this.keys = keys;
    this.aggregates = aggregates;
    this.clock = clock;
    this.engine = engine;
    this.flow = flow;
  }

  /** Cleans again before each repeated run of a test. */
  void wipeAgain() {
    wipe(kept);
  }

  void wipe(List<String> keep) {
    kept = keep;
    allowed.check();
    tables.except(keep);
    caches.forEach(CleanSlate::clear);
    entityCaches.forEach(EntityCaches::clear);
    keys.clear(); // a key that is no longer in its table must encrypt nothing
    aggregates.clear();
    clock.reset();
    engine.register(); // now, so that a new event handler starts before the messages of the test
    flow.reset();
  }

  /** Tables that no test empties, in lower case. */
  Set<String> neverEmptied() {
    return tables.neverEmptied();
  }

  private static void clear(CacheManager manager) {
    for (String name : manager.getCacheNames()) {
      var cache = manager.getCache(name);
      if (cache != null) {
        cache.clear();
      }
    }
  }
}
