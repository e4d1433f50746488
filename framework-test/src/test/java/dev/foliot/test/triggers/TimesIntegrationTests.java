package dev.foliot.test.triggers;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Domain;
import dev.foliot.Engine;
import dev.foliot.engine.EngineNode;
import dev.foliot.schedule.Schedule;
import dev.foliot.schedule.ScheduleStatus;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Simulation;
import dev.foliot.test.TestClock;
import dev.foliot.work.Work;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.start.DeclareSchedules;
import dev.foliot.workflow.start.StartAtTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Times start runs, by the schedules of the framework. */
@EngineTest
class TimesIntegrationTests {
  @Autowired Domain domain;
  @Autowired Engine engine;
  @Autowired TestClock clock;
  @Autowired Workflows workflows;
  @Autowired DeclareSchedules schedules;
  @Autowired ApplicationContext application;
  @Autowired EngineNode node;
  @Autowired JdbcTemplate jdbc;

  /** A Thursday. */
  @BeforeEach
  void declare() {
    clock.set(Instant.parse("2026-01-01T00:00:00Z"));
    schedules.declare();
  }

  private List<Object> results() {
    return workflows.list(RunFilter.of("nightly")).stream()
        .<Object>map(run -> workflows.handle(run.id()).result().orElseThrow())
        .sorted()
        .toList();
  }

  @Test
  void eachTimeStartsARunInItsZone() {
    clock.set(Instant.parse("2026-01-01T01:59:59Z"));
    engine.run();
    assertThat(results()).isEmpty();

    clock.set(Instant.parse("2026-01-01T02:00:00Z"));
    engine.run();
    clock.set(Instant.parse("2026-01-02T02:00:00Z"));
    engine.run();

    assertThat(results()).containsExactly("2026-01-01T02:00:00Z", "2026-01-02T02:00:00Z");
  }

  @Test
  void missedTimesStartOneRun() {
    clock.set(Instant.parse("2026-01-03T10:00:00Z"));
    engine.run();

    assertThat(results()).containsExactly("2026-01-03T02:00:00Z");
  }

  @Test
  void jitterLetsTheRunBeginLater() {
    Instant noon = Instant.parse("2026-01-04T12:00:00Z");
    clock.set(noon);
    engine.run();
    assertThat(workflows.list(RunFilter.of("nightly").with(RunStatus.PENDING))).hasSize(1);
    clock.set(noon.plus(ofMinutes(11)));
    engine.run();

    assertThat(results()).contains(noon.toString());
  }

  @Test
  void onlyTheScheduleOfATriggerThatIsGoneIsRemoved() {
    Schedule schedule = Schedule.cron("0 0 1 * * *", ZoneOffset.UTC);
    domain.schedules().put("foliot:workflow:nightly:3", schedule, new StartAtTime("nightly", 3));
    domain
        .schedules()
        .put("foliot:workflow:of-others:1", schedule, new StartAtTime("of-others", 1));

    schedules.declare();

    assertThat(domain.schedules().list())
        .extracting(ScheduleStatus::name)
        .containsExactlyInAnyOrder(
            "foliot:workflow:nightly:1",
            "foliot:workflow:nightly:2",
            "foliot:workflow:of-others:1");
  }

  /**
   * In a rolling deployment, a node of the previous version may start late. A pause ends the leases
   * of the other nodes, which continue afterwards and declare nothing again.
   */
  @Test
  void scheduleOfAnotherVersionIsKeptUntilItsNodesAreGone() {
    String added = "foliot:workflow:nightly:3";
    domain
        .schedules()
        .put(added, Schedule.cron("0 0 1 * * *", ZoneOffset.UTC), new StartAtTime("nightly", 3));
    jdbc.update(
        "insert into foliot_node values ('new', current_timestamp, current_timestamp + interval '1' hour)");
    jdbc.update(
        "insert into foliot_node_subscription (node, subscription) values ('new', ?)", added);

    schedules.declare();
    engine.run();
    assertThat(domain.schedules().find(added)).isPresent();

    jdbc.update("update foliot_node set lease_until = current_timestamp where node = 'new'");
    schedules.declare();
    clock.advance(ofMinutes(10));
    engine.run();
    assertThat(domain.schedules().find(added)).as("during a pause").isPresent();

    jdbc.update("delete from foliot_node_subscription where node = 'new'");
    clock.advance(ofMinutes(10));
    engine.run();
    assertThat(domain.schedules().find(added)).isEmpty();
  }

  /** In a rolling deployment, a node of the previous version may start last. */
  @Test
  void timesOfAnotherVersionAreKeptWhileTheDatabaseHasItsNodes() {
    String name = "foliot:workflow:nightly:1";
    domain
        .schedules()
        .put(name, Schedule.cron("0 0 1 * * *", ZoneOffset.UTC), new StartAtTime("nightly", 1));
    String declared = StartAtTime.declaration(domain.schedules().find(name).orElseThrow());
    jdbc.update(
        "insert into foliot_node values ('previous', current_timestamp, current_timestamp + interval '1' hour)");
    jdbc.update(
        "insert into foliot_node_subscription (node, subscription) values ('previous', ?)",
        declared);

    engine.run();
    assertThat(timesOf(name)).isEqualTo("0 0 1 * * *");

    jdbc.update("update foliot_node set lease_until = current_timestamp where node = 'previous'");
    clock.advance(ofMinutes(10));
    engine.run();
    assertThat(timesOf(name)).as("it may only be paused").isEqualTo("0 0 1 * * *");

    jdbc.update("delete from foliot_node_subscription where node = 'previous'");
    clock.advance(ofMinutes(10));
    engine.run();
    assertThat(timesOf(name)).isEqualTo("0 0 3 * * *");
  }

  private String timesOf(String schedule) {
    return domain.schedules().find(schedule).orElseThrow().times();
  }

  @Test
  void runningNodeDeclaresItsSchedules() {
    assertThat(node.parts().works().of(node.parts()))
        .flatExtracting(Work::declares)
        .contains("foliot:workflow:nightly:1", "foliot:workflow:nightly:2");
  }

  @Test
  void timeOfATriggerThatIsGoneStartsNothing() {
    domain.submit(new StartAtTime("old", 1));

    assertThat(engine.run().isQuiescent()).isTrue();
    assertThat(workflows.list(RunFilter.all())).isEmpty();
  }

  @Test
  void eachTimeStartsOneRunWhateverBreaks() {
    Simulation.of(application)
        .seeds(30)
        .run(
            simulation -> {
              schedules.declare();
              clock.advance(ofDays(1));
            })
        .thenAlways(simulated -> assertThat(results()).hasSize(1));
  }
}
