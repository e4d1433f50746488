package dev.foliot.workflow.autoconfigure;

import dev.foliot.autoconfigure.FoliotAutoConfiguration;
import dev.foliot.time.SteppableClock;
import java.time.Instant;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;

/** Starts applications with workflows, each on a new H2 database in memory. */
public final class WorkflowRunner {
  private WorkflowRunner() {}

  /** No workflow, no message; the engine is there but not started. */
  static ApplicationContextRunner empty() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                DataSourceAutoConfiguration.class,
                DataSourceTransactionManagerAutoConfiguration.class,
                TransactionAutoConfiguration.class,
                TransactionManagerCustomizationAutoConfiguration.class,
                FoliotAutoConfiguration.class,
                FoliotWorkflowAutoConfiguration.class))
        .withPropertyValues("foliot.engine.enabled=false", "foliot.engine.notifications=false");
  }

  /** The messages in the package of a class. */
  public static ApplicationContextRunner withTypesOf(Class<?> type) {
    return empty()
        .withInitializer(
            context ->
                AutoConfigurationPackages.register(
                    (BeanDefinitionRegistry) context.getBeanFactory(), type.getPackageName()));
  }

  /** One workflow, on a clock that a test moves. */
  public static ApplicationContextRunner withApproval() {
    return withTypesOf(Approval.class)
        .withBean(Approval.class)
        .withBean(Approval.Listener.class)
        .withBean(
            SteppableClock.class, () -> new SteppableClock(Instant.parse("2026-01-01T00:00:00Z")));
  }
}
