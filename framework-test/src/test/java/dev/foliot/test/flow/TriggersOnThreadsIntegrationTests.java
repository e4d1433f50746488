package dev.foliot.test.flow;

import static dev.foliot.workflow.RunStatus.CANCELLED;
import static dev.foliot.workflow.RunStatus.FAILED;
import static dev.foliot.workflow.RunStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.test.flow.Limited.Failing;
import dev.foliot.test.flow.Limited.Followed;
import dev.foliot.test.flow.Limited.Order;
import dev.foliot.test.flow.Limited.Recalled;
import dev.foliot.test.flow.Limited.Shipped;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.SentEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on threads store events, and both start and cancel runs by them; one of them is killed
 * in the middle. Each event that was committed takes effect, and once (R60).
 */
class TriggersOnThreadsIntegrationTests extends KilledNodeTest {
  @Test
  void eachEventStartsOneRun() {
    killInAStep();
    letTheFirstNodeBegin();

    List<SentEvent> sent =
        callOnBoth((workflows, number) -> workflows.send(new Shipped("", "e"), "e-" + number));

    await().atMost(LONG).until(() -> with("followed", SUCCEEDED).size() == storedEvents());
    assertThat(sent).allSatisfy(each -> assertThat(statusOfRunOf(each)).isEqualTo(SUCCEEDED));
    assertThat(two.workflows.list(RunFilter.of("followed"))).hasSize(storedEvents());
  }

  private RunStatus statusOfRunOf(SentEvent event) {
    assertThat(runsOf(event)).hasSize(1);
    return two.workflows.handle(runsOf(event).get(0)).status();
  }

  /** As the second node sees them: the first one is dead. */
  private List<String> runsOf(SentEvent event) {
    return two.workflows.send(new Shipped("", "e"), event.id()).runIds();
  }

  private int storedEvents() {
    return two.jdbc.queryForObject(
        "select count(*) from foliot_message where category = 'foliot:sent'", Integer.class);
  }

  @Test
  void eachEventCancelsItsRun() {
    killInAStep();
    letTheFirstNodeBegin();
    for (int i = 0; i < CALLS; i++) {
      two.workflows.start(Followed.class, new Shipped("c-" + i, "o"), RunOptions.id("r-" + i));
    }

    List<Integer> sent =
        callOnBoth(
            (workflows, number) -> {
              workflows.send(new Recalled("c-" + number));
              return number;
            });

    assertThat(sent)
        .allSatisfy(
            each -> assertThat(two.workflows.handle("r-" + each).await(LONG)).isEqualTo(CANCELLED));
    await().atMost(LONG).until(() -> with("followed", CANCELLED).size() == storedEvents());
    assertThat(two.workflows.list(RunFilter.of("followed"))).hasSize(CALLS);
  }

  @Test
  void eachFailureStartsOneRun() {
    killAtAnEnd();

    List<RunHandle<String>> failed =
        callOnBoth(
            (workflows, number) ->
                workflows.start(Failing.class, Order.of("c-" + number, "o-" + number)));

    assertThat(ends(failed)).containsOnly(FAILED);
    await()
        .atMost(LONG)
        .until(
            () ->
                with("after-failing", SUCCEEDED).size()
                    == two.workflows.list(RunFilter.of("failing")).size());
    assertThat(results("after-failing"))
        .containsExactlyInAnyOrderElementsOf(
            with("failing", FAILED).stream().map(RunSummary::id).toList());
  }
}
