package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.aggregate.AggregateRepository;
import dev.foliot.autoconfigure.actuate.FoliotHealthAutoConfiguration;
import dev.foliot.autoconfigure.actuate.FoliotMetricsAutoConfiguration;
import dev.foliot.autoconfigure.actuate.FoliotTracingAutoConfiguration;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.command.CommandValidationException;
import dev.foliot.command.CommandValidator;
import dev.foliot.engine.EngineNode;
import dev.foliot.eventstore.NewMessage;
import dev.foliot.handler.HandlerRegistry;
import dev.foliot.message.IdGenerator;
import dev.foliot.outbox.InDatabaseBroker;
import dev.foliot.outbox.MessageBroker;
import dev.foliot.projection.View;
import dev.foliot.testsupport.TestDatabases;
import dev.foliot.time.MicrosecondClock;
import dev.foliot.time.SteppableClock;
import dev.foliot.unitofwork.CommitListener;
import dev.foliot.unitofwork.Dispatcher;
import dev.foliot.unitofwork.PersistenceSession;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.ResolvableType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

class FoliotAutoConfigurationTests {

  @Test
  void startsWithoutAnyMessage() {
    FoliotRunner.empty()
        .run(
            context -> assertThat(context).hasSingleBean(Domain.class).hasSingleBean(Engine.class));
  }

  @Test
  void isNotThereWithoutADataSource() {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                FoliotAutoConfiguration.class,
                FoliotHealthAutoConfiguration.class,
                FoliotMetricsAutoConfiguration.class,
                FoliotTracingAutoConfiguration.class))
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(Domain.class)
                    .doesNotHaveBean(FoliotProperties.class));
  }

  @Test
  void worksWithoutJpa() {
    FoliotRunner.billing()
        .withClassLoader(
            new FilteredClassLoader(
                "jakarta.persistence", "org.hibernate", "org.springframework.orm"))
        .run(FoliotAutoConfigurationTests::depositReachesTheLedger);
  }

  @Test
  void worksWithJpa() {
    FoliotRunner.jpa().run(context -> assertThat(context).hasSingleBean(PersistenceSession.class));
  }

  @Test
  void findsHandlersWithLazyInitialization() {
    FoliotRunner.billing()
        .withInitializer(
            context ->
                context.addBeanFactoryPostProcessor(
                    new LazyInitializationBeanFactoryPostProcessor()))
        .run(FoliotAutoConfigurationTests::depositReachesTheLedger);
  }

  private static void depositReachesTheLedger(AssertableApplicationContext context) {
    Domain domain = context.getBean(Domain.class);
    domain.process(new Billing.OpenAccount("a"));
    domain.process(new Billing.Deposit("a", 5));

    Engine.inTestMode(domain).run();

    assertThat(context.getBean(Billing.Ledger.class).lines()).containsExactly("a 5");
    assertThat(domain.<Object>ask(new Billing.FindBalance("a"))).isEqualTo(new Billing.Balance(5));
  }

  @Test
  void eventProcessingSyncDeliversAtTheCommit() {
    FoliotRunner.billing()
        .withPropertyValues("foliot.event-processing=sync")
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              domain.process(new Billing.OpenAccount("a"));
              domain.process(new Billing.Deposit("a", 5));

              assertThat(context.getBean(Billing.Ledger.class).lines()).containsExactly("a 5");
              assertThat(context.getBean(Dispatcher.class).isSynchronous()).isTrue();
            });
  }

  @Test
  void engineEnabledStartsIt() {
    FoliotRunner.billing()
        .run(context -> assertThat(context.getBean(EngineNode.class).isRunning()).isFalse());
    FoliotRunner.billing()
        .withPropertyValues("foliot.engine.enabled=true")
        .run(
            context -> {
              EngineNode node = context.getBean(EngineNode.class);
              assertThat(node.isRunning()).isTrue();
              context.close();
              assertThat(node.isRunning()).isFalse();
            });
  }

  @Test
  void injectsRepositoriesByGenericType() {
    FoliotRunner.billing()
        .run(
            context ->
                assertThat(
                        context.getBeanNamesForType(
                            ResolvableType.forClassWithGenerics(
                                AggregateRepository.class, Billing.Account.class)))
                    .hasSize(1));
  }

  // ---- the application's beans win

  @Test
  void takesTheApplicationsClock() {
    Clock fixed = Clock.fixed(Instant.parse("2026-01-01T00:00:00.123456789Z"), ZoneOffset.UTC);
    FoliotRunner.empty()
        .withBean(Clock.class, () -> fixed)
        .run(
            context ->
                assertThat(context.getBean(MicrosecondClock.class).instant())
                    .isEqualTo("2026-01-01T00:00:00.123456Z"));
  }

  @Test
  void takesThePrimaryOfSeveralClocks() {
    SteppableClock primary = new SteppableClock(Instant.EPOCH);
    FoliotRunner.empty()
        .withBean("one", Clock.class, () -> primary, bean -> bean.setPrimary(true))
        .withBean("two", Clock.class, Clock::systemUTC)
        .run(
            context ->
                assertThat(context.getBean(MicrosecondClock.class).source()).isSameAs(primary));
  }

  @Test
  void takesItsOwnClockWhereThereAreSeveral() {
    FoliotRunner.empty()
        .withBean("one", Clock.class, () -> Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
        .withBean("two", Clock.class, () -> Clock.fixed(Instant.MAX, ZoneOffset.UTC))
        .run(
            context ->
                assertThat(context.getBean(MicrosecondClock.class).source())
                    .isEqualTo(Clock.systemUTC()));
  }

  @Test
  void takesTheApplicationsIds() {
    UUID id = UUID.fromString("019b7607-0000-7000-8000-000000000000");
    List<NewMessage> stored = new ArrayList<>();
    FoliotRunner.billing()
        .withBean(IdGenerator.class, () -> () -> id)
        .withBean(CommitListener.class, () -> stored::addAll)
        .run(
            context -> {
              context.getBean(Domain.class).process(new Billing.OpenAccount("a"));
              assertThat(stored).extracting(each -> each.message().metadata().id()).contains(id);
            });
  }

  @Test
  void takesTheApplicationsBroker() {
    MessageBroker own = message -> {};
    FoliotRunner.billing()
        .withBean(MessageBroker.class, () -> own)
        .run(context -> assertThat(context.getBean(MessageBroker.class)).isSameAs(own));
    FoliotRunner.billing()
        .run(context -> assertThat(context).hasSingleBean(InDatabaseBroker.class));
  }

  @Test
  void takesTheApplicationsValidator() {
    CommandValidator own =
        command -> List.of(new CommandValidationException.Violation("x", "is wrong", 1));
    FoliotRunner.jpa()
        .withUserConfiguration(Billing.class)
        .withPropertyValues("foliot.packages=" + Billing.PACKAGE)
        .withBean(CommandValidator.class, () -> own)
        .run(
            context ->
                assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                            () ->
                                context
                                    .getBean(Domain.class)
                                    .process(new Billing.OpenAccount("a"))))
                    .isInstanceOf(CommandValidationException.class)
                    .hasMessageContaining("x is wrong"));
  }

  @Test
  void validatesNothingWithoutBeanValidation() {
    FoliotRunner.billing()
        .withClassLoader(new FilteredClassLoader("jakarta.validation"))
        .run(
            context -> {
              assertThat(context).hasNotFailed().doesNotHaveBean(CommandValidator.class);
              context.getBean(Domain.class).process(new Billing.OpenAccount("a"));
            });
  }

  @Test
  void takesTheApplicationsEngine() {
    FoliotRunner.billing()
        .withUserConfiguration(OwnEngine.class)
        .run(context -> assertThat(context).hasSingleBean(Engine.class).hasBean("ownEngine"));
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnEngine {
    @Bean
    Engine ownEngine(Domain domain) {
      return Engine.inTestMode(domain);
    }
  }

  @Test
  void applicationMayHaveBeansOfTheSameWords() {
    FoliotRunner.billing()
        .withBean("engine", String.class, () -> "of a car")
        .withBean("domain", String.class, () -> "of a name")
        .withBean("outbox", String.class, () -> "of letters")
        .withBean("eventStore", String.class, () -> "of tickets")
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Domain.class));
  }

  @Test
  void viewBeansGoFirst() {
    FoliotRunner.billing()
        .withUserConfiguration(OwnView.class)
        .run(
            context ->
                assertThat(context.getBean(Domain.class).viewFor(Billing.Balance.class).get("a"))
                    .isEqualTo(new Billing.Balance(7)));
  }

  @Test
  void projectionThatIsNoEntityNeedsAViewOnlyToBeRead() {
    FoliotRunner.billing()
        .run(
            context ->
                assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                            () -> context.getBean(Domain.class).viewFor(Billing.Balance.class)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("declare a bean of type View<Balance>"));
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnView {
    @Bean
    View<Billing.Balance> balances() {
      return new View<>() {
        @Override
        public Billing.Balance get(Object id) {
          return new Billing.Balance(7);
        }

        @Override
        public Optional<Billing.Balance> find(Object id) {
          return Optional.of(get(id));
        }

        @Override
        public List<Billing.Balance> findAll() {
          return List.of(get(""));
        }

        @Override
        public long count() {
          return 1;
        }

        @Override
        public boolean exists(Object id) {
          return true;
        }
      };
    }
  }

  // ---- several data sources, several transaction managers

  @Configuration(proxyBeanMethods = false)
  static class TwoOfEach {
    @Bean
    @Primary
    DataSource first() {
      return TestDatabases.h2();
    }

    @Bean
    DataSource second() {
      return TestDatabases.h2();
    }

    @Bean
    @Primary
    PlatformTransactionManager firstTransactions(DataSource first) {
      return new JdbcTransactionManager(first);
    }

    @Bean
    PlatformTransactionManager secondTransactions() {
      return new JdbcTransactionManager(second());
    }
  }

  @Test
  void takesThePrimaryDataSourceAndTransactionManager() {
    FoliotRunner.billing()
        .withUserConfiguration(TwoOfEach.class)
        .run(
            context -> {
              depositReachesTheLedger(context);
              assertThat(foliotTables(context.getBean("first", DataSource.class))).isPositive();
              assertThat(foliotTables(context.getBean("second", DataSource.class))).isZero();
            });
  }

  private static int foliotTables(DataSource dataSource) {
    Integer count =
        new JdbcTemplate(dataSource)
            .queryForObject(
                "select count(*) from information_schema.tables where lower(table_name) like 'foliot%'",
                Integer.class);
    return count == null ? 0 : count;
  }

  @Configuration(proxyBeanMethods = false)
  static class TwoDataSourcesWithoutAPrimary {
    @Bean
    DataSource first() {
      return new DriverManagerDataSource("jdbc:h2:mem:first");
    }

    @Bean
    DataSource second() {
      return new DriverManagerDataSource("jdbc:h2:mem:second");
    }
  }

  @Test
  void isNotThereWithoutAPrimaryDataSource() {
    FoliotRunner.empty()
        .withUserConfiguration(TwoDataSourcesWithoutAPrimary.class)
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Domain.class));
  }

  @Configuration(proxyBeanMethods = false)
  static class TransactionsOfAnother {
    @Bean
    @Primary
    DataSource first() {
      return TestDatabases.h2();
    }

    @Bean
    PlatformTransactionManager transactions() {
      return new JdbcTransactionManager(TestDatabases.h2());
    }
  }

  @Test
  void refusesTheTransactionsOfAnotherDataSource() {
    FoliotRunner.billing()
        .withUserConfiguration(TransactionsOfAnother.class)
        .run(
            context ->
                assertThat(FoliotRunner.textOf(context))
                    .contains(
                        "are not on the data source that Foliot stores events in",
                        "state and events would not commit together",
                        "Mark the transaction manager of the primary data source with @Primary."));
  }

  @Configuration(proxyBeanMethods = false)
  static class TwoTransactionManagers {
    @Bean
    PlatformTransactionManager one(DataSource dataSource) {
      return new JdbcTransactionManager(dataSource);
    }

    @Bean
    PlatformTransactionManager two(DataSource dataSource) {
      return new JdbcTransactionManager(dataSource);
    }
  }

  @Test
  void asksForAPrimaryTransactionManager() {
    FoliotRunner.billing()
        .withUserConfiguration(TwoTransactionManagers.class)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(NoUniqueBeanDefinitionException.class)
                    .hasMessageContaining("one,two"));
  }

  @Configuration(proxyBeanMethods = false)
  static class LateConnections {
    @Bean
    DataSource late() {
      return new LazyConnectionDataSourceProxy(TestDatabases.h2());
    }
  }

  @Test
  void worksWithConnectionsThatAreTakenLate() {
    FoliotRunner.billing()
        .withUserConfiguration(LateConnections.class)
        .withPropertyValues("foliot.schema.initialize=always")
        .run(FoliotAutoConfigurationTests::depositReachesTheLedger);
    FoliotRunner.billing()
        .withPropertyValues("spring.datasource.connection-fetch=lazy")
        .run(FoliotAutoConfigurationTests::depositReachesTheLedger);
  }

  // ---- the rest

  @Test
  void handlersAreKnownOnceAllBeansExist() {
    FoliotRunner.billing()
        .run(
            context ->
                assertThat(context.getBean(HandlerRegistry.class).subscriptions()).hasSize(4));
  }

  @Test
  void halfThePoolDelivers() {
    FoliotRunner.empty()
        .withPropertyValues(
            "spring.datasource.hikari.maximum-pool-size=14",
            "spring.datasource.connection-fetch=lazy")
        .run(
            context ->
                assertThat(
                        EngineConfiguration.halfOf(
                            context.getBean(DataSource.class),
                            context.getBeanProvider(DataSourcePoolMetadataProvider.class)))
                    .isEqualTo(7));
  }
}
