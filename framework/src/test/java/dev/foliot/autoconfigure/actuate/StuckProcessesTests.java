package dev.foliot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.autoconfigure.watching.Watching;
import dev.foliot.time.Background;
import dev.foliot.time.SteppableClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** R44: stuck processes are reported. */
class StuckProcessesTests {
  private static final Background AT_ONCE =
      work -> {
        work.run();
        return true;
      };

  private static final AutoConfigurations METRICS =
      AutoConfigurations.of(
          MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class);

  private final ApplicationContextRunner application =
      FoliotRunner.billing()
          .withConfiguration(METRICS)
          .withBean(SimpleMeterRegistry.class)
          .withBean("foliotBackground", Background.class, () -> AT_ONCE)
          .withPropertyValues("foliot.packages=%s,%s".formatted(Billing.PACKAGE, Watching.PACKAGE));

  @Test
  void gaugeAndHealthCountThem() {
    application.run(
        context -> {
          Domain domain = context.getBean(Domain.class);
          domain.process(new Billing.OpenAccount("a"));
          Engine.inTestMode(domain).run();
          context.getBean(SteppableClock.class).advance(Duration.ofHours(2));

          double gauge =
              context
                  .getBean(MeterRegistry.class)
                  .get("foliot.process.stuck")
                  .tag("process", "watching")
                  .gauge()
                  .value();
          Health health =
              context.getBean("foliotHealthIndicator", HealthIndicator.class).health(true);

          assertThat(gauge).isEqualTo(1);
          assertThat(health.getDetails()).containsEntry("stuckProcesses", Map.of("watching", 1L));
        });
  }

  @Test
  void nothingIsCountedWithoutALimit() {
    FoliotRunner.billing()
        .withConfiguration(METRICS)
        .withBean(SimpleMeterRegistry.class)
        .run(
            context -> {
              assertThat(context.getBean(MeterRegistry.class).find("foliot.process.stuck").gauge())
                  .isNull();
              assertThat(
                      context
                          .getBean("foliotHealthIndicator", HealthIndicator.class)
                          .health(true)
                          .getDetails())
                  .doesNotContainKey("stuckProcesses");
            });
  }
}
