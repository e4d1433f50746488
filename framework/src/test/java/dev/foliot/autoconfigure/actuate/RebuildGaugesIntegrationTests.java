package dev.foliot.autoconfigure.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.rebuild.RebuildOptions;
import dev.foliot.rebuild.RebuildReport;
import dev.foliot.shop.Shop.Board;
import dev.foliot.shop.Shop.Place;
import dev.foliot.shop.ShopTest;
import dev.foliot.time.Background;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gauges of an active rebuild. */
class RebuildGaugesIntegrationTests extends ShopTest {
  @AfterEach
  void leaveNoTables() {
    domain.rebuilds().removed("board-projector");
  }

  @Test
  void haveTheValuesOfTheReport() {
    List.of("o1", "o2", "o3").forEach(this::place);
    long id = domain.rebuilds().start(Board.class, RebuildOptions.beside().withoutSwitch()).id();
    engine().run();
    clock.advance(Duration.ofDays(3650)); // the log may begin at a high position
    place("o4");

    RebuildReport report = domain.rebuilds().show(id);
    assertThat(value("remaining")).isEqualTo(report.end() - report.position()).isPositive();
    assertThat(value("handled")).isEqualTo(3);
    assertThat(value("rate")).isEqualTo(report.perSecond()).isPositive();
    assertThat(value("time.left")).isEqualTo(report.timeLeft().toSeconds()).isPositive();
  }

  @Test
  void areUnknownWithoutARebuild() {
    for (String name : List.of("remaining", "handled", "rate", "time.left")) {
      assertThat(value(name)).as(name).isNaN();
    }
  }

  private void place(String order) {
    domain.process(new Place(order, "p1", 1));
  }

  private double value(String name) {
    MeterRegistry registry = new SimpleMeterRegistry();
    new RebuildGauges(
            () -> List.of(Board.class.getName()), domain.rebuilds(), Background.inCallersThread())
        .bindTo(registry);
    return registry
        .get("foliot.rebuild." + name)
        .tag("projection", Board.class.getName())
        .gauge()
        .value();
  }
}
