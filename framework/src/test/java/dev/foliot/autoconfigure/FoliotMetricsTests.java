package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.autoconfigure.closing.CloseAccount;
import dev.foliot.command.CommandHandler;
import dev.foliot.command.CommandValidationException;
import dev.foliot.engine.EngineStatus;
import dev.foliot.engine.SubscriptionStatus;
import dev.foliot.handler.Handle;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.dao.OptimisticLockingFailureException;

class FoliotMetricsTests {
  private final ApplicationContextRunner measured =
      FoliotRunner.billing()
          .withConfiguration(
              AutoConfigurations.of(
                  MetricsAutoConfiguration.class,
                  CompositeMeterRegistryAutoConfiguration.class,
                  ObservationAutoConfiguration.class))
          .withBean(SimpleMeterRegistry.class);

  @CommandHandler
  static class Closing {
    @Handle
    void close(CloseAccount command) {
      switch (command.accountId()) {
        case "busy" -> throw new OptimisticLockingFailureException("another was faster");
        case "broken" -> throw new IllegalStateException("broken");
        default -> {}
      }
    }
  }

  @Test
  void timesCommandsByOutcome() {
    measured
        .withBean(Closing.class)
        .withPropertyValues("foliot.packages=" + Billing.PACKAGE + "," + CloseAccount.PACKAGE)
        .withBean(
            dev.foliot.command.CommandValidator.class,
            () ->
                command ->
                    command.equals(new CloseAccount(""))
                        ? List.of(
                            new CommandValidationException.Violation(
                                "accountId", "must not be blank", ""))
                        : List.of())
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);

              domain.process(new CloseAccount("a"));
              for (String id : List.of("busy", "broken", "")) {
                assertThatThrownBy(() -> domain.process(new CloseAccount(id)))
                    .isInstanceOf(RuntimeException.class);
              }

              MeterRegistry meters = context.getBean(MeterRegistry.class);
              for (String outcome : List.of("success", "conflict", "failure", "invalid")) {
                assertThat(command(meters, outcome).count()).as(outcome).isOne();
              }
            });
  }

  private static Timer command(MeterRegistry meters, String outcome) {
    return meters
        .get("foliot.command")
        .tag("command", "CloseAccount")
        .tag("outcome", outcome)
        .timer();
  }

  @Test
  void timesDeliveriesOfTheEngine() {
    measured.run(
        context -> {
          Domain domain = context.getBean(Domain.class);
          domain.process(new Billing.OpenAccount("a"));
          domain.process(new Billing.Deposit("a", 5));
          domain.process(new Billing.Deposit("a", -1));

          Engine.inTestMode(domain).runUntilIdle();

          MeterRegistry meters = context.getBean(MeterRegistry.class);
          assertThat(delivery(meters, "ledger", "event", "handled").count())
              .as("called again, since the first call was rolled back with its batch")
              .isEqualTo(2);
          assertThat(delivery(meters, "ledger", "event", "retry").count()).isEqualTo(4);
          assertThat(delivery(meters, "ledger", "event", "parked").count()).isOne();
          assertThat(delivery(meters, "balance-projector", "projector", "handled").count())
              .isEqualTo(2);
        });
  }

  @Test
  void timesSynchronousDeliveries() {
    measured
        .withPropertyValues("foliot.event-processing=sync")
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              domain.process(new Billing.OpenAccount("a"));

              domain.process(new Billing.Deposit("a", 5));
              assertThatThrownBy(() -> domain.process(new Billing.Deposit("a", -1)))
                  .isInstanceOf(IllegalArgumentException.class);

              MeterRegistry meters = context.getBean(MeterRegistry.class);
              assertThat(delivery(meters, "ledger", "event", "handled").count()).isOne();
              assertThat(delivery(meters, "ledger", "event", "failed").count()).isOne();
              assertThat(delivery(meters, "balance-projector", "projector", "handled").count())
                  .isPositive();
            });
  }

  private static Timer delivery(
      MeterRegistry meters, String subscription, String kind, String outcome) {
    return meters
        .get("foliot.delivery")
        .tags("subscription", subscription, "kind", kind, "lane", "primary", "outcome", outcome)
        .timer();
  }

  @Test
  void gaugesEverySubscription() {
    measured
        .withPropertyValues("foliot.engine.enabled=true")
        .run(
            context -> {
              MeterRegistry meters = context.getBean(MeterRegistry.class);
              for (String name : List.of("ledger", "balance-projector", "audit")) {
                for (String what : List.of("lag", "waiting", "parked")) {
                  assertThat(gauge(meters, what, name).value()).as(name + " " + what).isZero();
                }
              }
              context.getBean(Engine.class).stop();
              assertThat(gauge(meters, "lag", "ledger").value()).isNaN();
            });
  }

  @Test
  void gaugesReadTheStatus() {
    measured.run(
        context -> {
          MeterRegistry meters = new SimpleMeterRegistry();
          EngineStatus status =
              new EngineStatus(
                  true,
                  true,
                  10,
                  List.of(
                      new SubscriptionStatus("ledger", 0, true, 3, 9, 7, 2, 1),
                      new SubscriptionStatus("ledger", 1, true, 9, 9, 1, 0, 1)),
                  null);

          new EngineGauges(
                  () -> context.getBean(DiscoverHandlers.class).discovered().subscriptions(),
                  () -> status)
              .bindTo(meters);

          assertThat(gauge(meters, "lag", "ledger").value()).isEqualTo(7);
          assertThat(gauge(meters, "waiting", "ledger").value()).isEqualTo(2);
          assertThat(gauge(meters, "parked", "ledger").value()).isEqualTo(2);
        });
  }

  private static Gauge gauge(MeterRegistry meters, String what, String subscription) {
    return meters.get("foliot.subscription." + what).tag("subscription", subscription).gauge();
  }

  @Test
  void measuresNothingWithoutARegistry() {
    FoliotRunner.billing()
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(EngineGauges.class));
    FoliotRunner.billing()
        .withBean(SimpleMeterRegistry.class)
        .withClassLoader(new FilteredClassLoader(MeterRegistry.class))
        .run(context -> assertThat(context).doesNotHaveBean("foliotEngineGauges"));
  }
}
