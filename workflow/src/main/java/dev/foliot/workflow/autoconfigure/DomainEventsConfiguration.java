package dev.foliot.workflow.autoconfigure;

import dev.foliot.eventstore.EventStore;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.workflow.run.PublishEvents;
import dev.foliot.workflow.wait.EventWaits;
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
  MatchEvents foliotMatchEvents(
      EventWaits opened,
      DataSource dataSource,
      FoliotSchema schema,
      EventStore store,
      MessageJson json,
      Transactions transactions,
      MicrosecondClock clock,
      ObjectProvider<RunsWoken> runs) {
    return new MatchEvents(
        opened,
        new OpenWaits(new JdbcTemplate(dataSource), schema),
        new ReadEvents(store, json),
        transactions,
        clock,
        at -> runs.orderedStream().forEach(each -> each.dueAfterCommit(at)));
  }
}
