package dev.foliot.workflow.start;

import dev.foliot.schedule.ScheduleStatus;
import dev.foliot.schedule.Schedules;
import java.util.Set;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Declares the schedules of triggers when the application is ready, and removes the schedules of
 * removed triggers. Schedules of unknown workflows are kept, because they may belong to another
 * application. Each node may do this at each start.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class DeclareSchedules implements ApplicationListener<ApplicationReadyEvent> {
  private final TriggerHandlers triggers;
  private final Schedules schedules;

  public DeclareSchedules(TriggerHandlers triggers, Schedules schedules) {
    this.triggers = triggers;
    this.schedules = schedules;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent ready) {
    declare();
  }

  /** Declares them again, such as after a test has emptied the tables. */
  public void declare() {
    Set<String> declared =
        triggers.times().stream()
            .map(trigger -> trigger.command().schedule())
            .collect(Collectors.toSet());
    schedules.list().stream()
        .map(ScheduleStatus::name)
        .filter(name -> !declared.contains(name) && isOfOneOf(triggers.workflows(), name))
        .forEach(schedules::remove);
    triggers
        .times()
        .forEach(
            trigger ->
                schedules.put(trigger.command().schedule(), trigger.schedule(), trigger.command()));
  }

  private static boolean isOfOneOf(Set<String> workflows, String schedule) {
    return StartAtTime.workflowOf(schedule).filter(workflows::contains).isPresent();
  }
}
