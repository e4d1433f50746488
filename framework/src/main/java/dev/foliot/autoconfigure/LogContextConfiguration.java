package dev.foliot.autoconfigure;

import dev.foliot.handler.Around;
import dev.foliot.handler.DeliveryAttempt;
import dev.foliot.message.Message;
import dev.foliot.observation.LogContext;
import dev.foliot.outbox.OutboxEntry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The keys of the MDC. They are set before a span begins, so that its log lines have them, too. */
@Configuration(proxyBeanMethods = false)
class LogContextConfiguration {
  @Bean
  @Order(-1)
  Around<Message> foliotLogContextOfCommands() {
    return LogContext.ofCommands();
  }

  @Bean
  @Order(-1)
  Around<DeliveryAttempt> foliotLogContextOfDeliveries() {
    return LogContext.ofDeliveries();
  }

  @Bean
  @Order(-1)
  Around<OutboxEntry> foliotLogContextOfRelays() {
    return LogContext.ofRelays();
  }
}
