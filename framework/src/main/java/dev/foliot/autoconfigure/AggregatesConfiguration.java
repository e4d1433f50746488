package dev.foliot.autoconfigure;

import dev.foliot.aggregate.AggregateCache;
import dev.foliot.aggregate.AggregateRepositories;
import dev.foliot.aggregate.Deciders;
import dev.foliot.aggregate.SnapshotParts;
import dev.foliot.aggregate.SnapshotStore;
import dev.foliot.aggregate.Snapshots;
import dev.foliot.aggregate.StateStore;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageTypes;
import dev.foliot.personaldata.SealTexts;
import dev.foliot.time.Background;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans that load aggregates: repositories, their cache, and snapshots. */
@Configuration(proxyBeanMethods = false)
class AggregatesConfiguration {
  @Bean
  Deciders foliotDeciders() {
    return new Deciders();
  }

  @Bean
  AggregateCache foliotAggregateCache(FoliotProperties properties) {
    FoliotProperties.Cache cache = properties.aggregate().cache();
    return new AggregateCache(cache.maxEvents(), cache.expireAfter());
  }

  @Bean
  SnapshotStore foliotSnapshotStore(
      DataSource dataSource,
      ObjectProvider<FoliotSchema> schema,
      SealTexts seal,
      MicrosecondClock clock) {
    return new SnapshotStore(JdbcClient.create(dataSource), schema::getObject, seal, clock);
  }

  @Bean
  SnapshotParts foliotSnapshotParts(
      SnapshotStore store, MessageTypes types, Transactions transactions, Background background) {
    return new SnapshotParts(store, types, transactions, background);
  }

  @Bean
  AggregateRepositories foliotAggregateRepositories(
      EventStore store,
      ObjectProvider<StateStore> states,
      Deciders deciders,
      AggregateCache cache,
      SnapshotParts snapshots) {
    return new AggregateRepositories(
        store, states.getIfAvailable(() -> StateStore.NONE), deciders, cache, snapshots);
  }

  @Bean
  Snapshots foliotSnapshots(
      AggregateRepositories repositories,
      SnapshotStore snapshots,
      EventStore store,
      ScannedTypes scanned) {
    return new Snapshots(repositories, snapshots, store, scanned.aggregates());
  }
}
