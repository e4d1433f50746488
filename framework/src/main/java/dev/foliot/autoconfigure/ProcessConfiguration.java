package dev.foliot.autoconfigure;

import dev.foliot.command.Commands;
import dev.foliot.command.SubmitCommands;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.handler.WiringProblems;
import dev.foliot.message.LaneRule;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.message.StateJson;
import dev.foliot.personaldata.CachedKeys;
import dev.foliot.personaldata.SealPayloads;
import dev.foliot.process.ProcessDeclarations;
import dev.foliot.process.ProcessHandlers;
import dev.foliot.process.ProcessParts;
import dev.foliot.process.ProcessTables;
import dev.foliot.process.Processes;
import dev.foliot.process.RemoveEnded;
import dev.foliot.process.SentCommands;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.Transactions;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** The process managers, and the views of their instances. */
@Configuration(proxyBeanMethods = false)
class ProcessConfiguration {
  @Bean
  ProcessDeclarations foliotProcessDeclarations() {
    return new ProcessDeclarations();
  }

  @Bean
  ProcessTables foliotProcessTables(DataSource dataSource, FoliotSchema schema, MessageJson json) {
    return ProcessTables.in(schema, new JdbcTemplate(dataSource), json);
  }

  @Bean
  ProcessParts foliotProcessParts(
      SubmitCommands commands,
      MessageFactory messages,
      MessageTypes types,
      MessageJson json,
      CachedKeys keys,
      LaneRule lanes,
      ProcessTables tables,
      Timers timers,
      MicrosecondClock clock) {
    return new ProcessParts(
        commands,
        messages,
        types,
        json,
        StateJson.sealed(
            mapper -> new SealPayloads(mapper, keys, PersonalDataConfiguration.random())),
        lanes,
        tables,
        timers,
        clock);
  }

  @Bean
  ProcessHandlers foliotProcessHandlers(ProcessParts parts) {
    return new ProcessHandlers(parts);
  }

  @Bean
  DiscoverProcesses foliotDiscoverProcesses(
      ConfigurableListableBeanFactory beans,
      MessageTypes types,
      ScannedTypes scanned,
      ProcessHandlers handlers,
      ProcessDeclarations declarations,
      WiringProblems problems) {
    return new DiscoverProcesses(beans, types, scanned, handlers, declarations, problems);
  }

  @Bean
  Processes foliotProcesses(
      ProcessParts parts,
      ProcessDeclarations declarations,
      DataSource dataSource,
      FoliotSchema schema,
      Commands commands,
      Transactions transactions) {
    SentCommands sent = new SentCommands(new JdbcTemplate(dataSource), schema, commands);
    return new Processes(parts, declarations, sent, transactions);
  }

  @Bean
  RemoveEnded foliotRemoveEndedProcesses(
      ProcessTables tables, MicrosecondClock clock, FoliotProperties properties) {
    return new RemoveEnded(tables, clock, properties.process().retention());
  }
}
