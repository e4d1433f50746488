package dev.foliot.test.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.Engine;
import dev.foliot.message.UnknownMessageTypeException;
import dev.foliot.test.EngineTest;
import dev.foliot.test.Simulation;
import dev.foliot.test.triggers.TriggersApplication.Archived;
import dev.foliot.test.triggers.TriggersApplication.Asked;
import dev.foliot.test.triggers.TriggersApplication.Charged;
import dev.foliot.test.triggers.TriggersApplication.Payer;
import dev.foliot.test.triggers.TriggersApplication.Refunded;
import dev.foliot.test.triggers.TriggersApplication.Scored;
import dev.foliot.test.triggers.TriggersApplication.Seen;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.SentEvent;
import dev.foliot.workflow.Workflows;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Events start runs (I9, I34). */
@EngineTest
class TriggersIntegrationTests {
  @Autowired Engine engine;
  @Autowired Workflows workflows;
  @Autowired Seen seen;
  @Autowired JdbcTemplate jdbc;
  @Autowired PlatformTransactionManager manager;
  @Autowired ApplicationContext application;

  @BeforeEach
  void beginAnew() {
    seen.events.clear();
  }

  private List<String> runsOf(String workflow) {
    return workflows.list(RunFilter.of(workflow)).stream().map(RunSummary::id).toList();
  }

  private List<Object> resultsOf(String workflow) {
    return runsOf(workflow).stream()
        .<Object>map(id -> workflows.handle(id).result().orElseThrow())
        .toList();
  }

  @Test
  void eventStartsTheRunsWhoseConditionsHold() {
    SentEvent large = workflows.send(Charged.of("p-1", 150));
    SentEvent small = workflows.send(Charged.of("p-2", 50));

    engine.runUntilIdle();

    assertThat(resultsOf("review")).containsExactly("reviewed p-1");
    assertThat(resultsOf("notify")).containsExactlyInAnyOrder("notified p-1", "notified p-2");
    assertThat(large.runIds()).hasSize(3).containsAll(runsOf("review"));
    assertThat(small.runIds()).hasSize(2).doesNotContainAnyElementsOf(large.runIds());
    assertThat(workflows.handle(large.runIds().get(2)).status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void runBelongsToTheCorrelationOfItsEvent() {
    workflows.send(Charged.of("p-1", 150));

    engine.runUntilIdle();

    assertThat(runsOf("review")).hasSize(1);
    assertThat(correlations("foliot_run"))
        .hasSize(1)
        .isEqualTo(correlations("foliot_message where category = 'foliot:sent'"));
  }

  private List<String> correlations(String rows) {
    return jdbc.queryForList(
        "select distinct cast(correlation_id as varchar(40)) from " + rows, String.class);
  }

  @Test
  void oneEventStartsOneRunOfAWorkflow() {
    SentEvent event = workflows.send(new Charged("p-1", 150, new Payer("Bob")));

    engine.runUntilIdle();

    assertThat(runsOf("review")).hasSize(1);
    assertThat(event.runIds()).containsAll(runsOf("review"));
  }

  @Test
  void conditionWithoutAValueStartsNothingAndStopsNothing() {
    workflows.send(new Charged("p-1", 50, null));
    workflows.send(Charged.of("p-2", 150));

    engine.runUntilIdle();

    assertThat(resultsOf("review")).containsExactly("reviewed p-2");
    assertThat(resultsOf("notify")).hasSize(2);
  }

  @Test
  void eventStartsAWorkflowOfSteps() {
    workflows.send(new Asked("p-1"));
    workflows.send(new Asked("none"));

    engine.runUntilIdle();

    assertThat(runsOf("score"))
        .singleElement()
        .satisfies(
            id ->
                assertThat(workflows.handle(id).result().orElseThrow())
                    .isEqualTo(new Scored("scored p-1")));
  }

  @Test
  void triggersOfTheHighestVersionCount() {
    workflows.send(new Archived("p-1"));

    engine.runUntilIdle();

    assertThat(runsOf("notify")).isEmpty();
  }

  // docs: send
  @Test
  void anEventIsSentOnceWithAnId() {
    SentEvent first = workflows.send(new Refunded("p-1"), "webhook-1");
    SentEvent again = workflows.send(new Refunded("p-1"), "webhook-1");
    engine.runUntilIdle();
    workflows.send(new Refunded("p-1"), "webhook-1");
    engine.runUntilIdle();

    assertThat(seen.events).containsExactly(new Refunded("p-1"));
    assertThat(first.runIds()).hasSize(2).isEqualTo(again.runIds());
    assertThat(again.id()).isEqualTo("webhook-1");
  }

  // docs: end

  @Test
  void anEventIsSentOnceWithAnIdInOneTransaction() {
    new TransactionTemplate(manager)
        .executeWithoutResult(
            status -> {
              workflows.send(new Refunded("p-1"), "webhook-1");
              workflows.send(new Refunded("p-1"), "webhook-1");
            });
    engine.runUntilIdle();

    assertThat(seen.events).hasSize(1);
  }

  @Test
  void eventOfATransactionThatRollsBackStartsNothing() {
    new TransactionTemplate(manager)
        .executeWithoutResult(
            status -> {
              workflows.send(new Refunded("p-1"), "webhook-1");
              status.setRollbackOnly();
            });
    engine.runUntilIdle();

    assertThat(seen.events).isEmpty();
    assertThat(runsOf("notify")).isEmpty();
  }

  @Test
  void refusesWhatIsNoEvent() {
    assertThatThrownBy(() -> workflows.send("text"))
        .isInstanceOf(UnknownMessageTypeException.class)
        .hasMessageContaining("java.lang.String");
    assertThatThrownBy(() -> workflows.send(null))
        .hasMessage("workflows.send was given null. Give it an event, a record with @DomainEvent.");
    assertThatThrownBy(() -> workflows.send(new Refunded("p-1"), " "))
        .hasMessage("workflows.send was given a blank text. Give it an id of the event.");
  }

  /** Nothing is lost and nothing is doubled, although nodes die at each commit. */
  @Test
  void eachEventStartsOneRunWhateverBreaks() {
    Simulation.of(application)
        .seeds(60)
        .run(
            simulation ->
                IntStream.range(0, 4)
                    .forEach(i -> workflows.send(Charged.of("p-" + i, 150), "charge-" + i)))
        .thenAlways(
            simulated -> {
              assertThat(resultsOf("review"))
                  .containsExactlyInAnyOrder(
                      "reviewed p-0", "reviewed p-1", "reviewed p-2", "reviewed p-3");
              assertThat(runsOf("notify")).hasSize(4);
            });
  }
}
