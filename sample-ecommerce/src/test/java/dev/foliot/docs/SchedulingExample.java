package dev.foliot.docs;

// docs: imports
import dev.foliot.CommandOptions;
import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.command.Command;
import dev.foliot.schedule.Missed;
import dev.foliot.schedule.Schedule;
import dev.foliot.schedule.ScheduleStatus;
import dev.foliot.time.SteppableClock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

// docs: end

/** The code of docs/scheduling.md. */
class SchedulingExample {
  // docs: declare
  @Command
  record MakeReport(String about) {}

  @Component
  static class Reports {
    private final Domain domain;

    Reports(Domain domain) {
      this.domain = domain;
    }

    @EventListener(ApplicationReadyEvent.class)
    void schedule() {
      domain
          .schedules()
          .put(
              "nightly-report",
              Schedule.cron("0 0 3 * * *", ZoneId.of("Europe/Berlin")),
              new MakeReport("orders"));
      domain
          .schedules()
          .put(
              "stock-report",
              Schedule.every(Duration.ofMinutes(15)).missed(Missed.CATCH_UP),
              new MakeReport("stock"));
    }
  }

  // docs: end

  void once(Domain domain) {
    // docs: once
    domain.submit(new MakeReport("returns"), CommandOptions.after(Duration.ofDays(30)));
    // docs: end
  }

  List<ScheduleStatus> look(Domain domain) {
    // docs: look
    List<ScheduleStatus> all = domain.schedules().list();
    domain.schedules().remove("stock-report");
    // docs: end
    return all;
  }

  void test(SteppableClock clock, Engine engine) {
    // docs: test
    clock.advance(Duration.ofDays(1));
    engine.run(); // the report of this night, once
    // docs: end
  }
}
