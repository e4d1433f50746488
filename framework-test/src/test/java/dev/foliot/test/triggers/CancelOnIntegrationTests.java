package dev.foliot.test.triggers;

import static java.time.Duration.ofDays;
import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.Engine;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Simulation;
import dev.foliot.test.TestClock;
import dev.foliot.test.triggers.TriggersApplication.Charged;
import dev.foliot.test.triggers.TriggersApplication.Collect;
import dev.foliot.test.triggers.TriggersApplication.Guest;
import dev.foliot.test.triggers.TriggersApplication.Invite;
import dev.foliot.test.triggers.TriggersApplication.Moved;
import dev.foliot.test.triggers.TriggersApplication.Payer;
import dev.foliot.test.triggers.TriggersApplication.Removed;
import dev.foliot.test.triggers.TriggersApplication.Withdrawn;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.Workflows;
import dev.foliot.workflow.run.CancelRuns;
import dev.foliot.workflow.run.RunParts;
import dev.foliot.workflow.run.RunStore;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Events cancel runs (I26). */
@EngineTest
class CancelOnIntegrationTests {
  @Autowired Engine engine;
  @Autowired TestClock clock;
  @Autowired Workflows workflows;
  @Autowired ApplicationContext application;
  @Autowired JdbcTemplate jdbc;
  @Autowired PlatformTransactionManager manager;
  @Autowired RunParts parts;
  @Autowired RunStore store;

  private RunHandle<String> start(String payment, RunOptions options) {
    return workflows.start(Collect.class, Charged.of(payment, 1), options);
  }

  private RunHandle<String> start(String payment) {
    return start(payment, RunOptions.id(payment));
  }

  @Test
  void eventCancelsTheWaitingRunsWhoseConditionsHold() {
    RunHandle<String> first = start("p-1");
    RunHandle<String> second = start("p-2");
    engine.run();

    workflows.send(new Withdrawn("p-1", "fraud"));
    engine.run();

    assertThat(first.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(second.status()).isEqualTo(RunStatus.WAITING);
  }

  @Test
  void runGoesOnIfItsConditionDoesNotHold() {
    RunHandle<String> run = start("p-1");
    engine.run();

    workflows.send(new Withdrawn("p-1", "none"));
    engine.runUntilIdle();

    assertThat(run.result()).contains("collected p-1");
  }

  @Test
  void runThatHasNotBegunIsCancelled() {
    RunHandle<String> run = start("p-1", RunOptions.id("p-1").after(ofDays(1)));

    workflows.send(new Withdrawn("p-1", "fraud"));
    engine.run();

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void endedRunStaysAsItIs() {
    RunHandle<String> run = start("p-1");
    engine.runUntilIdle();

    workflows.send(new Withdrawn("p-1", "fraud"));
    engine.runUntilIdle();

    assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void conditionWithoutAValueCancelsNothingAndStopsNothing() {
    RunHandle<String> broken =
        workflows.start(Collect.class, (Charged) null, RunOptions.id("a-broken"));
    RunHandle<String> run = start("p-1", RunOptions.id("p-1").after(ofDays(1)));
    workflows.send(new Withdrawn("p-1", "fraud"));

    engine.run();

    assertThat(run.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(broken.status()).isNotEqualTo(RunStatus.CANCELLED);
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void runsWithAnotherKeyAreNotRead(CapturedOutput output) {
    start("p-1");
    start("p-2");
    engine.run();
    update("update foliot_run set input = 'unreadable' where id = 'p-2'");

    workflows.send(new Withdrawn("p-1", "fraud"));
    engine.run();

    assertThat(workflows.handle("p-1").status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(output).doesNotContain("is not cancelled");
  }

  private void update(String sql) {
    new TransactionTemplate(manager).executeWithoutResult(status -> jdbc.update(sql));
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void inputThatDoesNotFitIsNotQuoted(CapturedOutput output) {
    start("p-1");
    engine.run();
    update("update foliot_run set input = '{\"payment\":\"p-1\",\"amount\":\"Jane\"}'");

    workflows.send(new Withdrawn("p-1", "fraud"));
    engine.run();

    assertThat(output)
        .contains(
            "run=p-1 is not cancelled, because its input cannot be read: field amount: its JSON"
                + " does not fit the reader of long")
        .doesNotContain("Jane");
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void anythingThatAnInputThrowsCancelsOtherRuns(CapturedOutput output) {
    start("p-1");
    RunHandle<String> invited = invite("g-1");
    engine.run();
    workflows.send(new Withdrawn("p-1", "fraud"));
    workflows.send(new Removed("g-1"));

    Payer.isUnreadable = true;
    try {
      engine.run();
    } finally {
      Payer.isUnreadable = false;
    }

    assertThat(output).contains("run=p-1 is not cancelled, because its input cannot be read: ");
    assertThat(workflows.handle("p-1").status()).isEqualTo(RunStatus.WAITING);
    assertThat(invited.status()).isEqualTo(RunStatus.CANCELLED);
  }

  @Test
  void eventCancelsTheRunThatItNames() {
    RunHandle<String> first = invite("g-1");
    RunHandle<String> second = invite("g-2");
    engine.run();

    workflows.send(new Removed("g-1"));
    engine.run();

    assertThat(first.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(second.status()).isEqualTo(RunStatus.WAITING);
  }

  @Test
  void personalDataIsComparedButLeavesNoHash() {
    RunHandle<String> first = invite("g-1");
    RunHandle<String> second = invite("g-2");
    assertThat(jdbc.queryForList("select cancel_key from foliot_run", String.class))
        .containsExactly(null, null);

    workflows.send(new Moved("g-1@example.org"));
    engine.run();

    assertThat(first.status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(second.status()).isEqualTo(RunStatus.WAITING);
  }

  private RunHandle<String> invite(String guest) {
    return workflows.start(
        Invite.class, new Guest(guest, guest + "@example.org"), RunOptions.id(guest));
  }

  /** Such as runs from before the annotation named this property. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "f"})
  void manyRunsWithKeysOfAnotherPropertyAreCompared(String digit) {
    for (int i = 0; i < 1_001; i++) {
      start("p-1", RunOptions.id("r-" + i).after(ofDays(1)));
    }
    start("p-2");
    update("update foliot_run set cancel_key = '%s' || right(id, 1)".formatted(digit.repeat(63)));

    workflows.send(new Withdrawn("p-1", "fraud"));
    engine.run();

    assertThat(
            jdbc.queryForObject(
                "select count(*) from foliot_run where cancel_requested", Integer.class))
        .isEqualTo(1_001);
    assertThat(workflows.handle("p-2").status()).isEqualTo(RunStatus.WAITING);
  }

  /** A run that continues as new loses its key, perhaps between two statements. */
  @Test
  void runThatLosesItsKeyMeanwhileIsFound() {
    for (int i = 100; i < 300; i++) {
      start("p-1", RunOptions.id("r-" + i).after(ofDays(1)));
    }
    String workflow = jdbc.queryForObject("select distinct workflow from foliot_run", String.class);
    String key = jdbc.queryForObject("select distinct cancel_key from foliot_run", String.class);
    AtomicBoolean lost = new AtomicBoolean();

    List<String> found =
        new CancelRuns(parts, store)
            .find(
                workflow,
                key,
                (id, input) -> {
                  if (!lost.getAndSet(true)) {
                    update("update foliot_run set cancel_key = null where id = 'r-299'");
                  }
                  return true;
                });

    assertThat(found).hasSize(200).contains("r-299");
  }

  /** Such as a run that was started by older code. */
  @Test
  void manyRunsWithoutAKeyAreCompared() {
    for (int i = 0; i < 1_001; i++) {
      start("p-" + i, RunOptions.id("r-" + i).after(ofDays(1)));
    }
    update("update foliot_run set cancel_key = null");

    workflows.send(new Withdrawn("p-999", "fraud"));
    engine.run();

    assertThat(workflows.handle("r-999").status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(workflows.handle("r-998").status()).isEqualTo(RunStatus.PENDING);
  }

  @Test
  void eventCancelsOnceWhateverBreaks() {
    Simulation.of(application)
        .seeds(40)
        .comparing(domain -> "the statuses alone: a run may be cancelled before it begins")
        .run(
            simulation -> {
              start("p-1");
              start("p-2");
              workflows.send(new Withdrawn("p-1", "fraud"), "withdrawal");
            })
        .thenAlways(
            simulated -> {
              assertThat(workflows.handle("p-1").status()).isEqualTo(RunStatus.CANCELLED);
              assertThat(workflows.handle("p-2").status()).isEqualTo(RunStatus.SUCCEEDED);
            });
  }
}
