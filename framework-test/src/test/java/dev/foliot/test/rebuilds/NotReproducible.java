package dev.foliot.test.rebuilds;

import dev.foliot.handler.On;
import dev.foliot.projection.Projection;
import dev.foliot.projection.Projector;
import dev.foliot.test.rebuilds.Sensors.Measured;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Projections that a rebuild fills with other rows. */
final class NotReproducible {
  private NotReproducible() {}

  @Projection(tables = "last_seen")
  record LastSeen(String sensor) {}

  /** Depends on time: it reads the clock, and not the time of the event. */
  @Projector(LastSeen.class)
  static class LastSeenProjector {
    private final JdbcTemplate jdbc;
    private final Clock clock;

    LastSeenProjector(JdbcTemplate jdbc, Clock clock) {
      this.jdbc = jdbc;
      this.clock = clock;
    }

    @On
    void measured(Measured event) {
      jdbc.update("delete from last_seen where sensor = ?", event.sensor());
      jdbc.update(
          "insert into last_seen values (?, ?)", event.sensor(), Timestamp.from(clock.instant()));
    }
  }

  @Projection(tables = "burst")
  record Burst(String sensor) {}

  /** Depends on batches: it counts how often it is called. */
  @Projector(Burst.class)
  static class BurstProjector {
    private final JdbcTemplate jdbc;

    BurstProjector(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void measured(List<Measured> events) {
      jdbc.update("insert into burst values (?)", events.size());
    }
  }

  @Projection(tables = "latest")
  record Latest(String sensor) {}

  /** Depends on the order across keys: all sensors write the same row. */
  @Projector(Latest.class)
  static class LatestProjector {
    private final JdbcTemplate jdbc;

    LatestProjector(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void measured(Measured event) {
      jdbc.update("delete from latest");
      jdbc.update("insert into latest values (1, ?)", event.sensor());
    }
  }

  @Projection(tables = "share")
  record Share(String sensor) {}

  /** Depends on other state: it reads another projection, which is further on by now. */
  @Projector(Share.class)
  static class ShareProjector {
    private final JdbcTemplate jdbc;

    ShareProjector(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @On
    void measured(Measured event) {
      jdbc.update("delete from share where sensor = ?", event.sensor());
      jdbc.update("insert into share select ?, count(*) from highest", event.sensor());
    }
  }
}
