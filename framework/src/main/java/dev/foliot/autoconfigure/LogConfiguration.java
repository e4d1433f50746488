package dev.foliot.autoconfigure;

import dev.foliot.aggregate.AggregateRepositories;
import dev.foliot.aggregate.AppendPastEvents;
import dev.foliot.archive.Archive;
import dev.foliot.engine.UndeliveredEvents;
import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.LogArchive;
import dev.foliot.integrity.VerifyLog;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.LaneRule;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.trace.ReadTrace;
import dev.foliot.trace.TracedRuns;
import dev.foliot.unitofwork.Transactions;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans that check, archive and trace the log. */
@Configuration(proxyBeanMethods = false)
class LogConfiguration {
  @Bean
  AppendPastEvents foliotAppendPastEvents(
      AggregateRepositories repositories,
      EventStore store,
      MessageTypes types,
      IdGenerator ids,
      MicrosecondClock clock,
      LaneRule lanes,
      Transactions transactions) {
    return new AppendPastEvents(repositories, store, types, ids, clock, lanes, transactions);
  }

  @Bean
  ReadTrace foliotReadTrace(EventStore store, ObjectProvider<TracedRuns> runs) {
    return new ReadTrace(store, runs);
  }

  @Bean
  Archive foliotArchive(
      DataSource dataSource,
      FoliotSchema schema,
      MessageJson json,
      Transactions transactions,
      MicrosecondClock clock,
      FoliotProperties properties) {
    return new Archive(
        new LogArchive(dataSource, schema, json),
        new UndeliveredEvents(JdbcClient.create(dataSource), schema),
        transactions,
        clock,
        properties.archive().retention());
  }

  @Bean
  VerifyLog foliotVerifyLog(EventStore store, DataSource dataSource, FoliotSchema schema) {
    return new VerifyLog(store, dataSource, schema);
  }
}
