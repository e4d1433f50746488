package dev.foliot.autoconfigure;

import static java.util.Objects.requireNonNull;

import dev.foliot.autoconfigure.actuate.FoliotHealthAutoConfiguration;
import dev.foliot.autoconfigure.actuate.FoliotMetricsAutoConfiguration;
import dev.foliot.autoconfigure.actuate.FoliotObservationAutoConfiguration;
import dev.foliot.autoconfigure.actuate.FoliotTracingAutoConfiguration;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.autoconfigure.posting.Posting;
import dev.foliot.autoconfigure.security.FoliotSecurityAutoConfiguration;
import dev.foliot.time.SteppableClock;
import java.time.Instant;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/** Starts applications with Foliot's auto-configurations, each on a new H2 database in memory. */
public final class FoliotRunner {
  private FoliotRunner() {}

  /** Foliot alone: no messages, no handlers, no JPA; the engine is there but not started. */
  public static ApplicationContextRunner empty() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                DataSourceAutoConfiguration.class,
                DataSourceTransactionManagerAutoConfiguration.class,
                TransactionAutoConfiguration.class,
                TransactionManagerCustomizationAutoConfiguration.class,
                FoliotAutoConfiguration.class,
                FoliotHealthAutoConfiguration.class,
                FoliotJpaAutoConfiguration.class,
                FoliotMetricsAutoConfiguration.class,
                FoliotObservationAutoConfiguration.class,
                FoliotSecurityAutoConfiguration.class,
                FoliotTracingAutoConfiguration.class,
                FoliotValidationAutoConfiguration.class))
        .withPropertyValues("foliot.engine.enabled=false", "foliot.engine.notifications=false");
  }

  /** {@link Billing} on a clock that can be stepped. */
  public static ApplicationContextRunner billing() {
    return application(Billing.class, Billing.PACKAGE);
  }

  /** {@link Posting} on a clock that can be stepped. */
  public static ApplicationContextRunner posting() {
    return application(Posting.class, Posting.PACKAGE);
  }

  /** An application on a clock that can be stepped. */
  public static ApplicationContextRunner application(Class<?> beans, String messages) {
    return empty()
        .withBean(
            SteppableClock.class, () -> new SteppableClock(Instant.parse("2026-01-01T00:00:00Z")))
        .withUserConfiguration(beans)
        .withPropertyValues("foliot.packages=" + messages);
  }

  /** JPA and validation, too. */
  public static ApplicationContextRunner jpa() {
    return empty()
        .withConfiguration(
            AutoConfigurations.of(
                HibernateJpaAutoConfiguration.class, ValidationAutoConfiguration.class));
  }

  /** What a user sees of a failed start, as Spring Boot would print it. */
  public static FailureAnalysis analysis(AssertableApplicationContext failed) {
    return analysis(requireNonNull(failed.getStartupFailure(), "the start did not fail"));
  }

  /** As {@link #analysis(AssertableApplicationContext)}, of the exception of a start. */
  public static FailureAnalysis analysis(Throwable failure) {
    return SpringFactoriesLoader.forDefaultResourceLocation()
        .load(
            FailureAnalyzer.class,
            ArgumentResolver.none(),
            (type, needsABeanFactory, notMade) -> {})
        .stream()
        .flatMap(analyzer -> Stream.ofNullable(analyzer.analyze(failure)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No analyzer knows this failure", failure));
  }

  /** Its description and its action. */
  public static String textOf(AssertableApplicationContext failed) {
    FailureAnalysis analysis = analysis(failed);
    return analysis.getDescription() + "\n" + analysis.getAction();
  }
}
