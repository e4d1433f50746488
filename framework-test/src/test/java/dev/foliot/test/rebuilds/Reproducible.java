package dev.foliot.test.rebuilds;

import dev.foliot.Domain;
import dev.foliot.handler.On;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.projection.View;
import dev.foliot.test.rebuilds.Sensors.Measured;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.OrderColumn;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;

/** Projections whose rows depend on the events only. */
final class Reproducible {
  private Reproducible() {}

  @Projection
  @Entity(name = "SensorTotal")
  static class SensorTotal {
    @Id String sensor = "";
    int total;
    @ElementCollection @OrderColumn List<Integer> readings = new ArrayList<>();
  }

  @Projector(SensorTotal.class)
  static class SensorTotalProjector {
    private final ObjectProvider<Domain> domain;

    SensorTotalProjector(ObjectProvider<Domain> domain) {
      this.domain = domain;
    }

    @On
    void measured(Measured event) {
      View<SensorTotal> totals = domain.getObject().viewFor(SensorTotal.class);
      SensorTotal total = totals.find(event.sensor()).orElseGet(() -> begin(totals, event));
      total.total += event.value();
      total.readings.add(event.value());
    }

    private static SensorTotal begin(View<SensorTotal> totals, Measured event) {
      SensorTotal total = new SensorTotal();
      total.sensor = event.sensor();
      totals.insert(total);
      return total;
    }
  }

  // docs: tables
  @Projection(tables = "highest")
  record Highest(String sensor, int reading) {}

  // docs: end

  @Projector(Highest.class)
  static class HighestProjector {
    private final JdbcTemplate jdbc;

    HighestProjector(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void measured(List<Measured> events) {
      for (Measured event : events) {
        if (event.value() < 0) {
          throw new IllegalArgumentException("No sensor of " + event.sensor() + " can measure it");
        }
        int known =
            jdbc.update(
                "update highest set reading = greatest(reading, ?) where sensor = ?",
                event.value(),
                event.sensor());
        if (known == 0) {
          jdbc.update("insert into highest values (?, ?)", event.sensor(), event.value());
        }
      }
    }
  }
}
