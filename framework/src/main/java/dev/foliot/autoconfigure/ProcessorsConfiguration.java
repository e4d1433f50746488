package dev.foliot.autoconfigure;

import dev.foliot.command.CommandInterceptor;
import dev.foliot.command.CommandInterceptors;
import dev.foliot.command.CommandListener;
import dev.foliot.command.CommandProcessor;
import dev.foliot.command.CommandRetry;
import dev.foliot.command.CommandValidator;
import dev.foliot.command.ForgetEnded;
import dev.foliot.command.IdempotentCommands;
import dev.foliot.command.SubmitCommands;
import dev.foliot.consistency.AwaitProjections;
import dev.foliot.engine.EngineNode;
import dev.foliot.eventstore.FoliotSchema;
import dev.foliot.handler.Around;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.IdGenerator;
import dev.foliot.message.LaneRule;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.message.MessageJson;
import dev.foliot.observation.ObserveQuietly;
import dev.foliot.query.QueryProcessor;
import dev.foliot.schedule.FireSchedules;
import dev.foliot.schedule.Schedules;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.time.Waiting;
import dev.foliot.timer.MoveDueMessages;
import dev.foliot.timer.TimerListener;
import dev.foliot.timer.TimerOwners;
import dev.foliot.timer.Timers;
import dev.foliot.unitofwork.AppendAlone;
import dev.foliot.unitofwork.Transactions;
import dev.foliot.work.ExpiringRows;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.function.SingletonSupplier;

/** The processors of commands and queries in the caller's thread. */
@Configuration(proxyBeanMethods = false)
class ProcessorsConfiguration {
  @Bean
  CommandProcessor foliotCommandProcessor(
      HandlerRegistry handlers,
      MessageFactory messages,
      ObjectProvider<CommandValidator> validator,
      Transactions transactions,
      FoliotProperties properties,
      MicrosecondClock clock,
      ObjectProvider<CommandListener> listeners,
      ObjectProvider<Around<Message>> arounds,
      CommandInterceptors interceptors,
      IdempotentCommands idempotent) {
    CommandRetry retry =
        new CommandRetry(
            properties.command().retryPolicy(),
            clock,
            Waiting.on(clock.source()),
            () -> ThreadLocalRandom.current().nextDouble());
    return new CommandProcessor(
        handlers,
        messages,
        validator.getIfAvailable(() -> CommandValidator.NONE),
        transactions.atDefaultIsolation(),
        retry,
        listeners.orderedStream().toList(),
        ObserveQuietly.arounds(arounds.orderedStream().toList()),
        interceptors,
        idempotent);
  }

  @Bean
  CommandInterceptors foliotCommandInterceptors(ObjectProvider<CommandInterceptor> interceptors) {
    return new CommandInterceptors(interceptors.orderedStream().toList());
  }

  @Bean
  IdempotentCommands foliotIdempotentCommands(
      DataSource dataSource, FoliotSchema schema, MessageJson json, MicrosecondClock clock) {
    return new IdempotentCommands(new JdbcTemplate(dataSource), schema, json, clock);
  }

  @Bean
  ExpiringRows foliotEndedCommands(
      DataSource dataSource,
      FoliotSchema schema,
      HandlerRegistry handlers,
      FoliotProperties properties,
      MicrosecondClock clock) {
    ForgetEnded forget = new ForgetEnded(JdbcClient.create(dataSource), schema, handlers);
    return most ->
        forget.removeEndedBefore(clock.instant().minus(properties.command().retention()), most);
  }

  @Bean
  Timers foliotTimers(
      DataSource dataSource,
      FoliotSchema schema,
      MessageJson json,
      ObjectProvider<TimerListener> listeners,
      ObjectProvider<EngineNode> engine) {
    SingletonSupplier<EngineNode> node = SingletonSupplier.of(engine::getObject);
    return new Timers(
        new JdbcTemplate(dataSource),
        schema,
        json,
        listeners.orderedStream().toList(),
        () -> node.obtain().tellOthers());
  }

  @Bean
  MoveDueMessages foliotMoveDueMessages(
      Timers timers, Transactions transactions, MicrosecondClock clock) {
    return new MoveDueMessages(
        TimerOwners.ALL_BUT_SCHEDULES, timers, transactions, clock, Optional::of);
  }

  @Bean
  MoveDueMessages foliotMoveDueMessagesOfSchedules(
      Timers timers,
      DataSource dataSource,
      FoliotSchema schema,
      IdGenerator ids,
      Transactions transactions,
      MicrosecondClock clock) {
    return new MoveDueMessages(
        TimerOwners.SCHEDULES,
        timers,
        transactions,
        clock,
        new FireSchedules(new JdbcTemplate(dataSource), schema, timers, ids, clock));
  }

  @Bean
  Schedules foliotSchedules(
      SubmitCommands commands,
      Timers timers,
      DataSource dataSource,
      FoliotSchema schema,
      MessageJson json,
      IdGenerator ids,
      Transactions transactions,
      MicrosecondClock clock) {
    return new Schedules(
        commands, timers, new JdbcTemplate(dataSource), schema, json, ids, transactions, clock);
  }

  @Bean
  SubmitCommands foliotSubmitCommands(
      HandlerRegistry handlers,
      MessageFactory messages,
      ObjectProvider<CommandValidator> validator,
      LaneRule lanes,
      Timers timers,
      Transactions transactions,
      MicrosecondClock clock,
      CommandInterceptors interceptors,
      IdempotentCommands idempotent,
      AppendAlone alone) {
    return new SubmitCommands(
        handlers,
        messages,
        validator.getIfAvailable(() -> CommandValidator.NONE),
        lanes,
        timers,
        transactions,
        clock,
        interceptors,
        idempotent,
        alone);
  }

  @Bean
  QueryProcessor foliotQueryProcessor(
      HandlerRegistry handlers,
      MessageFactory messages,
      Transactions transactions,
      AwaitProjections projections) {
    return new QueryProcessor(handlers, messages, transactions.atDefaultIsolation(), projections);
  }

  @Bean
  AwaitProjections foliotAwaitProjections(
      EngineNode engine,
      Transactions transactions,
      MicrosecondClock clock,
      FoliotProperties properties) {
    return new AwaitProjections(
        engine, transactions, clock.source(), properties.query().consistencyTimeout());
  }
}
