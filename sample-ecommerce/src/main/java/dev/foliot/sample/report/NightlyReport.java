package dev.foliot.sample.report;

// docs: schedule
import dev.foliot.Domain;
import dev.foliot.schedule.Schedule;
import java.time.ZoneId;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Declares at each start that a report is made at three o'clock in the night. */
@Component
public class NightlyReport implements ApplicationRunner {
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  private final Domain domain;

  NightlyReport(Domain domain) {
    this.domain = domain;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    declare();
  }

  /** One node makes the report, whichever is up; declared again, it is the same schedule. */
  public void declare() {
    domain.schedules().put("nightly-report", Schedule.cron("0 0 3 * * *", ZONE), new MakeReport());
  }
}
// docs: end
