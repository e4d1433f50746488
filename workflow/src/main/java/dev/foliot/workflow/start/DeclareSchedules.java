package dev.foliot.workflow.start;

import dev.foliot.engine.LivingNodes;
import dev.foliot.schedule.ScheduleStatus;
import dev.foliot.schedule.Schedules;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Declares the schedules of triggers when the application is ready, and removes the schedules of
 * removed triggers. Schedules of unknown workflows are kept, because they may belong to another
 * application. In a rolling deployment, another version of the application may have triggers that
 * this node does not have: their schedules are kept while the database has one of its nodes, which
 * may be paused. Each node may do this at each start.
 *
 * @hidden
 */
@API(status = API.Status.INTERNAL)
public final class DeclareSchedules implements ApplicationListener<ApplicationReadyEvent> {
  private final TriggerHandlers triggers;
  private final Schedules schedules;
  private final LivingNodes nodes;

  public DeclareSchedules(TriggerHandlers triggers, Schedules schedules, LivingNodes nodes) {
    this.triggers = triggers;
    this.schedules = schedules;
    this.nodes = nodes;
  }

  @Override
  public void onApplicationEvent(ApplicationReadyEvent ready) {
    declare();
  }

  /** Declares them again, such as after a test has emptied the tables. */
  public void declare() {
    removeUndeclared();
    triggers.times().forEach(this::put);
  }

  private void put(TimeTrigger trigger) {
    schedules.put(trigger.command().schedule(), trigger.schedule(), trigger.command());
  }

  /**
   * Removes the schedules of removed triggers. If a schedule has times that no node declares, puts
   * the times of this node: a node of the previous version has started last.
   */
  public void cleanUp() {
    removeUndeclared();
    schedules.list().forEach(this::correct);
  }

  private void correct(ScheduleStatus stored) {
    String declaration = StartAtTime.declaration(stored);
    triggers.times().stream()
        .filter(trigger -> trigger.command().schedule().equals(stored.name()))
        .filter(trigger -> !trigger.declaration().equals(declaration))
        .filter(trigger -> nodes.noneHas(declaration))
        .forEach(this::put);
  }

  private void removeUndeclared() {
    List<String> declared = triggers.declarations();
    schedules.list().stream()
        .map(ScheduleStatus::name)
        .filter(name -> !declared.contains(name) && isOfOneOf(triggers.workflows(), name))
        .filter(nodes::noneHas)
        .forEach(schedules::remove);
  }

  private static boolean isOfOneOf(Set<String> workflows, String schedule) {
    return StartAtTime.workflowOf(schedule).filter(workflows::contains).isPresent();
  }
}
