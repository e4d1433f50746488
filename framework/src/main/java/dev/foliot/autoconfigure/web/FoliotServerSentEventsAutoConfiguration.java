package dev.foliot.autoconfigure.web;

import dev.foliot.autoconfigure.FoliotAutoConfiguration;
import dev.foliot.autoconfigure.FoliotProperties;
import dev.foliot.live.LiveThreads;
import org.apiguardian.api.API;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * Live changes as server-sent events, in applications with Spring MVC.
 *
 * @hidden
 */
@AutoConfiguration(after = FoliotAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(name = "org.springframework.web.servlet.mvc.method.annotation.SseEmitter")
@ConditionalOnBean(LiveThreads.class)
@API(status = API.Status.INTERNAL)
public final class FoliotServerSentEventsAutoConfiguration {
  @Bean
  ServerSentEvents foliotServerSentEvents(LiveThreads threads, FoliotProperties properties) {
    return new ServerSentEvents(threads, properties.live().heartbeat());
  }

  @Bean
  @Lazy(false)
  ServerSentEventsLifecycle foliotServerSentEventsLifecycle(ServerSentEvents events) {
    return new ServerSentEventsLifecycle(events);
  }
}
