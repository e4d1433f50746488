package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.eventstore.EventStore;
import dev.foliot.testsupport.shop.Account;
import dev.foliot.testsupport.shop.Order;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.ClassUtils;

/** Spring Boot's test slices, which import what their annotation's file lists. */
class TestSlicesTests {
  private static final String JPA = "data.jpa.test.autoconfigure.AutoConfigureDataJpa";
  private static final String DATA_JDBC = "data.jdbc.test.autoconfigure.AutoConfigureDataJdbc";
  private static final String JDBC = "jdbc.test.autoconfigure.AutoConfigureJdbc";

  @AutoConfigurationPackage(basePackages = "dev.foliot.testsupport.shop")
  static class WithCommandsButNoHandlers {}

  private static ApplicationContextRunner slice(String annotation) {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                DataSourceAutoConfiguration.class,
                DataSourceTransactionManagerAutoConfiguration.class,
                TransactionAutoConfiguration.class))
        .withConfiguration(AutoConfigurations.of(imported(annotation)))
        .withUserConfiguration(WithCommandsButNoHandlers.class)
        .withPropertyValues("foliot.engine.subscriptions.mail.batch-size=5");
  }

  private static Class<?>[] imported(String annotation) {
    var file =
        new ClassPathResource(
            "META-INF/spring/org.springframework.boot.%s.imports".formatted(annotation));
    try {
      return Stream.of(file.getContentAsString(StandardCharsets.UTF_8).split("\n"))
          .map(name -> ClassUtils.resolveClassName(name, null))
          .toArray(Class<?>[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void storesAStateStoredAggregate() {
    slice(JPA)
        .withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
        .withPropertyValues("spring.jpa.hibernate.ddl-auto=create")
        .run(
            context -> {
              var orders = context.getBean(Domain.class).repositoryFor(Order.class);

              orders.save(Order.placed("o"));

              assertThat(orders.find("o")).isPresent();
              assertThat(context.getBean(EventStore.class).head()).isEqualTo(1);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {JDBC, DATA_JDBC})
  void storesAnEventSourcedAggregate(String annotation) {
    slice(annotation)
        .run(
            context -> {
              var accounts = context.getBean(Domain.class).repositoryFor(Account.class);

              accounts.save(Account.open("a"));

              assertThat(accounts.get("a").version()).isEqualTo(1);
            });
  }

  @Test
  void runsNoEngine() {
    slice(JDBC)
        .run(
            context -> {
              var jdbc = new JdbcTemplate(context.getBean(DataSource.class));

              assertThat(jdbc.queryForList("select * from foliot_node")).isEmpty();
              assertThat(jdbc.queryForList("select * from foliot_subscription")).isEmpty();
            });
  }
}
