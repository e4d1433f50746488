package dev.foliot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.autoconfigure.FoliotRunner;
import dev.foliot.autoconfigure.billing.Billing;
import dev.foliot.autoconfigure.watching.Watching;
import dev.foliot.observation.CommandConvention;
import dev.foliot.observation.DeliveryConvention;
import dev.foliot.observation.LogContext;
import dev.foliot.observation.RelayConvention;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;

/** What {@code docs/observability.md} lists is what there is. */
class ObservabilityGuideTests {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(foliot\\.[a-z.-]+)` \\|(.*)$");

  private final String guide = read();

  @Test
  void listsEveryMeterWithItsUnitAndTags() {
    FoliotRunner.billing()
        .withConfiguration(
            AutoConfigurations.of(
                MetricsAutoConfiguration.class,
                CompositeMeterRegistryAutoConfiguration.class,
                ObservationAutoConfiguration.class))
        .withBean(SimpleMeterRegistry.class)
        .withPropertyValues(
            "management.metrics.observations.ignored-meters=long-task-timer",
            "foliot.packages=%s,%s".formatted(Billing.PACKAGE, Watching.PACKAGE))
        .run(
            context -> {
              Domain domain = context.getBean(Domain.class);
              domain.process(new Billing.OpenAccount("a"));
              domain.process(new Billing.Deposit("a", 5));
              Engine.inTestMode(domain).runUntilIdle();

              MeterRegistry registry = context.getBean(MeterRegistry.class);
              List<Meter> meters =
                  registry.getMeters().stream()
                      .filter(meter -> meter.getId().getName().startsWith("foliot."))
                      .toList();
              assertThat(meters).allSatisfy(this::isListed);
              Set<String> there =
                  meters.stream().map(each -> each.getId().getName()).collect(Collectors.toSet());
              there.add(RelayConvention.NAME); // nothing of this application is published
              assertThat(there).containsAll(listed("## Observations", "## Gauges"));
              assertThat(there).containsAll(listed("## Gauges", "## MDC"));
              assertThat(there).contains(CommandConvention.NAME, DeliveryConvention.NAME);
            });
  }

  private void isListed(Meter meter) {
    Meter.Id id = meter.getId();
    String row = Objects.requireNonNull(row(id.getName()), id.getName() + " is not in the guide");
    for (Tag tag : id.getTags()) {
      if (!tag.getKey().equals("error")) {
        assertThat(row).as(id.getName()).contains("`" + tag.getKey() + "`");
      }
    }
    if (id.getBaseUnit() != null && meter.getId().getType() == Meter.Type.GAUGE) {
      assertThat(row).as(id.getName()).contains("| " + id.getBaseUnit() + " |");
    }
  }

  private @Nullable String row(String name) {
    Matcher rows = ROW.matcher(guide);
    while (rows.find()) {
      if (rows.group(1).equals(name)) {
        return rows.group();
      }
    }
    return null;
  }

  private Set<String> listed(String from, String to) {
    Matcher rows =
        ROW.matcher(guide.substring(guide.indexOf("\n" + from), guide.indexOf("\n" + to)));
    Set<String> names = new TreeSet<>();
    while (rows.find()) {
      names.add(rows.group(1));
    }
    return names;
  }

  @Test
  void listsEveryKeyOfTheLog() {
    assertThat(listed("## MDC", "## Alarms")).containsExactlyInAnyOrderElementsOf(LogContext.KEYS);
  }

  private static String read() {
    try {
      return Files.readString(Path.of("..", "docs", "observability.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
