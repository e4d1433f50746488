package dev.foliot.autoconfigure;

import dev.foliot.command.AwaitCommands;
import dev.foliot.command.CommandTable;
import dev.foliot.command.Commands;
import dev.foliot.command.LocalDeliveries;
import dev.foliot.command.SubmitCommands;
import dev.foliot.command.SubmittedSubscriptions;
import dev.foliot.engine.EngineNode;
import dev.foliot.engine.LocalNode;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.eventstore.StreamName;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.Transactions;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;

/** The commands that the engine runs. */
@Configuration(proxyBeanMethods = false)
class SubmittedConfiguration {
  @Bean
  CommandTable foliotCommandTable(
      DataSource dataSource, FoliotSchema schema, MicrosecondClock clock) {
    return new CommandTable(new JdbcTemplate(dataSource), schema, clock);
  }

  @Bean
  SubmittedSubscriptions foliotSubmittedSubscriptions(
      CommandTable table, MessageJson json, MicrosecondClock clock, FoliotProperties properties) {
    return new SubmittedSubscriptions(table, json, clock, properties.command().retention());
  }

  @Bean
  AwaitCommands foliotAwaitCommands(
      ObjectProvider<EngineNode> engine,
      ObjectProvider<LocalNode> node,
      Transactions transactions,
      MicrosecondClock clock) {
    SingletonSupplier<LocalDeliveries> deliveries =
        SingletonSupplier.of(() -> new OfEngine(engine.getObject()));
    return new AwaitCommands(
        deliveries::obtain,
        transactions,
        clock.source(),
        () -> node.getObject().nanoTime().getAsLong());
  }

  private record OfEngine(EngineNode engine) implements LocalDeliveries {
    @Override
    public boolean areRunning() {
      return engine.isRunning();
    }

    @Override
    public @Nullable Object ownerOf(String subscription, StreamName stream) {
      return engine.ownerOf(subscription, stream);
    }
  }

  @Bean
  Commands foliotCommands(
      DataSource dataSource,
      FoliotSchema schema,
      MessageJson json,
      MessageTypes types,
      HandlerRegistry handlers,
      MicrosecondClock clock,
      FoliotProperties properties,
      SubmitCommands submit,
      CommandTable table,
      Timers timers,
      AwaitCommands waiting,
      Transactions transactions) {
    return new Commands(
        new Commands.Parts(
            JdbcClient.create(dataSource),
            schema,
            json,
            types,
            handlers,
            clock,
            properties.command().retention()),
        submit,
        table,
        timers,
        waiting,
        transactions);
  }
}
