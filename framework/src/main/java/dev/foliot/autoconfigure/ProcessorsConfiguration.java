package dev.foliot.autoconfigure;

import dev.foliot.command.CommandListener;
import dev.foliot.command.CommandProcessor;
import dev.foliot.command.CommandRetry;
import dev.foliot.command.CommandValidator;
import dev.foliot.handler.Around;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.Message;
import dev.foliot.message.MessageFactory;
import dev.foliot.observation.ObserveQuietly;
import dev.foliot.query.QueryProcessor;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.time.Waiting;
import dev.foliot.unitofwork.Transactions;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
      ObjectProvider<Around<Message>> arounds) {
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
        transactions,
        retry,
        listeners.orderedStream().toList(),
        ObserveQuietly.arounds(arounds.orderedStream().toList()));
  }

  @Bean
  QueryProcessor foliotQueryProcessor(
      HandlerRegistry handlers, MessageFactory messages, Transactions transactions) {
    return new QueryProcessor(handlers, messages, transactions);
  }
}
