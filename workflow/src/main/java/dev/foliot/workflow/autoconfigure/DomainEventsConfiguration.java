package dev.foliot.workflow.autoconfigure;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.encryption.EncryptPayloads;
import dev.foliot.workflow.run.PublishEvents;
import dev.foliot.workflow.wait.EventWaits;
import dev.foliot.workflow.wait.LastLook;
import dev.foliot.workflow.wait.MatchEvents;
import dev.foliot.workflow.wait.OpenWaits;
import dev.foliot.workflow.wait.ReadEvents;
import dev.foliot.workflow.wait.RunsWoken;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The domain events that workflows publish, and those that they wait for. */
@Configuration(proxyBeanMethods = false)
class DomainEventsConfiguration {
  @Bean
  PublishEvents foliotPublishEvents(EventStore store, MessageTypes types) {
    return new PublishEvents(store, types);
  }

  @Bean
  EventWaits foliotEventWaits(DataSource dataSource, FoliotSchema schema) {
    return new EventWaits(new JdbcTemplate(dataSource), schema);
  }

  @Bean
  OpenWaits foliotOpenWaits(
      DataSource dataSource, FoliotSchema schema, EncryptPayloads encryption) {
    return new OpenWaits(new JdbcTemplate(dataSource), schema, encryption);
  }

  @Bean
  ReadEvents foliotReadEvents(EventStore store, MessageJson json, Transactions transactions) {
    return new ReadEvents(store, json, transactions);
  }

  @Bean
  MatchEvents foliotMatchEvents(
      EventWaits opened,
      OpenWaits waits,
      ReadEvents log,
      Transactions transactions,
      MicrosecondClock clock,
      ObjectProvider<RunsWoken> runs) {
    return new MatchEvents(
        opened,
        waits,
        log,
        transactions,
        clock,
        at -> runs.orderedStream().forEach(each -> each.dueAfterCommit(at)));
  }

  @Bean
  LastLook foliotLastLook(
      OpenWaits waits, ReadEvents log, Transactions transactions, MicrosecondClock clock) {
    return new LastLook(waits, log, transactions, clock);
  }
}
