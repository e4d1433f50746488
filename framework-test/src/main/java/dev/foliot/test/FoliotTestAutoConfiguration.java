package dev.foliot.test;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.aggregate.AggregateCache;
import dev.foliot.autoconfigure.FoliotAutoConfiguration;
import dev.foliot.autoconfigure.FoliotProperties;
import dev.foliot.engine.EngineNode;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.MessageJson;
import dev.foliot.message.MessageTypes;
import dev.foliot.personaldata.CachedKeys;
import dev.foliot.time.Background;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/** The additional beans of the application in a {@link SyncFlowTest} or an {@link EngineTest}. */
@AutoConfiguration(before = FoliotAutoConfiguration.class)
@ConditionalOnBooleanProperty(TestLevel.PROPERTY)
class FoliotTestAutoConfiguration {
  @Bean
  @Primary
  TestClock testClock() {
    return new TestClock();
  }

  @Bean
  static ReplaceClocks foliotReplaceClocks() {
    return new ReplaceClocks("testClock");
  }

  @Bean
  @ConditionalOnMissingBean
  Engine foliotEngine(Domain domain, FoliotProperties properties) {
    return Engine.inTestMode(domain, properties.test().maxDeliveries());
  }

  @Bean
  Background foliotBackground() {
    return Background.inCallersThread();
  }

  @Bean
  FlowRecorder foliotFlowRecorder(ObjectProvider<MessageJson> json) {
    return new FlowRecorder(new StoredPayload(json::getObject));
  }

  @Bean
  OpenSimulations foliotOpenSimulations() {
    return new OpenSimulations();
  }

  @Bean
  Flow flow(
      FlowRecorder recorder,
      ObjectProvider<HandlerRegistry> handlers,
      ObjectProvider<MessageTypes> types) {
    return new Flow(recorder, handlers::getObject, types::getObject);
  }

  @Bean
  CleanSlate foliotCleanSlate(
      DataSource dataSource,
      ObjectProvider<JdbcConnectionDetails> connection,
      ConfigurableEnvironment environment,
      ObjectProvider<CacheManager> caches,
      ObjectProvider<EntityCaches> entityCaches,
      CachedKeys keys,
      AggregateCache aggregates,
      TestClock clock,
      EngineNode engine,
      FlowRecorder flow) {
    return new CleanSlate(
        new OnlyTestDatabases(dataSource, connection.getIfAvailable(), environment),
        new EmptyTables(dataSource, neverEmptied(environment)),
        caches,
        entityCaches,
        keys,
        aggregates,
        clock,
        engine,
        flow);
  }

  /** Migration history, and the counter of positions, which the log's readers have seen. */
  private static List<String> neverEmptied(Environment environment) {
    return List.of(
        "foliot_position",
        environment.getProperty("spring.flyway.table", "flyway_schema_history"),
        environment.getProperty("spring.liquibase.database-change-log-table", "databasechangelog"),
        environment.getProperty(
            "spring.liquibase.database-change-log-lock-table", "databasechangeloglock"));
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(EntityManagerFactory.class)
  static class Jpa {
    @Bean
    EntityCaches foliotEntityCaches(ObjectProvider<EntityManagerFactory> factories) {
      return () ->
          factories.stream()
              .map(EntityManagerFactory::getCache)
              .filter(cache -> cache != null)
              .forEach(cache -> cache.evictAll());
    }
  }

  /** The second-level caches of JPA, if the application has them. */
  @FunctionalInterface
  interface EntityCaches {
    void clear();
  }
}
