package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.test.Simulation;
import dev.foliot.workflow.Branch;
import dev.foliot.workflow.Callback;
import dev.foliot.workflow.EventWait;
import dev.foliot.workflow.InvokeOptions;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.StepOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.ParameterizedTypeReference;

/** Whatever breaks: runs end in the same way, and call the domain exactly once (R53, R59). */
class RunsSimulationIntegrationTests extends WorkflowTest {
  @Autowired ApplicationContext application;
  @Autowired Bookings bookings;

  private Simulation simulation() {
    return Simulation.of(application).seeds(60);
  }

  @Test
  void commandsRunOnceWhateverBreaks() {
    code(
        (ctx, input) -> {
          ctx.step("before", step -> scripted.did("before"));
          Integer count = ctx.command("reserve", new Stock.Reserve("p-1", "o-1"));
          ctx.wait("w", Duration.ofHours(1));
          ctx.submit("later", new Stock.Reserve("p-1", "o-2"));
          ctx.step("after", step -> scripted.did("after"));
          return "count " + count;
        });

    simulation()
        .run(
            simulation -> {
              simulation.process(new Stock.Receive("p-1"));
              start("r-1");
            })
        .thenAlways(
            simulated -> {
              RunHandle<String> run = workflows.handle("r-1", Scripted.class);
              assertThat(run.error()).isEmpty();
              assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
              assertThat(run.result()).contains("count 1");
              assertThat(simulated.repositoryFor(Stock.class).get("p-1").reserved()).isEqualTo(2);
              // An attempt that was refused by the database is followed by another one.
              assertThat(journal("r-1"))
                  .filteredOn(entry -> !entry.endsWith("FAILED"))
                  .containsExactly(
                      "1 Step SUCCEEDED",
                      "2 Command SUCCEEDED",
                      "3 Wait STARTED",
                      "3 Wait SUCCEEDED",
                      "4 Submit SUCCEEDED",
                      "5 Step SUCCEEDED");
            });
  }

  @Test
  void childRunsAndCallbacksEndWhateverBreaks() {
    child.code =
        (ctx, input) -> {
          Callback<String> callback = ctx.createCallback("answer", String.class);
          ctx.step(
              "give",
              step -> {
                try {
                  workflows.completeCallback(callback.id(), "answered");
                } catch (dev.foliot.workflow.CallbackClosedException again) {
                  // an attempt before a crash has done it
                }
              });
          return callback.get();
        };
    code(
        (ctx, input) ->
            ctx.invoke(
                "child",
                "scripted-child",
                "x",
                ParameterizedTypeReference.forType(String.class),
                InvokeOptions.defaults()));

    simulation()
        .run(simulation -> start("r-1"))
        .thenAlways(
            simulated -> {
              assertThat(workflows.handle("r-1").status()).isEqualTo(RunStatus.SUCCEEDED);
              assertThat(workflows.handle("r-1", Scripted.class).result()).contains("answered");
            });
  }

  @Test
  void transactionalStepsAndEventsAreStoredOnceWhateverBreaks() {
    code(
        (ctx, input) -> {
          ctx.compensate("undo", StepOptions.transactional(), step -> bookings.book("undone"));
          ctx.step(
              "book", String.class, StepOptions.transactional(), step -> bookings.book("room"));
          ctx.publish("tell", new Stock.Reserved("p-1", "told"));
          ctx.waitForEvent("reserved", EventWait.of(Stock.Reserved.class).where("order", "o-1"));
          ctx.parallel(
              "both",
              String.class,
              List.of(
                  Branch.of(
                      "row",
                      branch ->
                          branch.step(
                              "row",
                              String.class,
                              StepOptions.transactional(),
                              step -> bookings.book("car"))),
                  Branch.of(
                      "command",
                      branch -> "" + branch.command("reserve", new Stock.Reserve("p-1", "o-2")))));
          ctx.compensateAll();
          return "end";
        });

    simulation()
        .seeds(30)
        .run(
            simulation -> {
              simulation.process(new Stock.Receive("p-1"));
              start("r-1");
              simulation.process(new Stock.Reserve("p-1", "o-1"));
            })
        .thenAlways(
            simulated -> {
              RunHandle<String> run = workflows.handle("r-1", Scripted.class);
              assertThat(run.error()).isEmpty();
              assertThat(run.result()).contains("end");
              assertThat(bookings.items()).containsExactly("car", "room", "undone");
              assertThat(count("foliot_message where category = 'foliot:workflow'")).isOne();
              assertThat(simulated.repositoryFor(Stock.class).get("p-1").reserved()).isEqualTo(2);
              assertThat(journal("r-1"))
                  .filteredOn(entry -> !entry.endsWith("FAILED"))
                  .containsExactlyInAnyOrder(
                      "1 Step SUCCEEDED",
                      "2 Publish SUCCEEDED",
                      "3 WaitForEvent STARTED",
                      "3 WaitForEvent SUCCEEDED",
                      "4 Parallel STARTED",
                      "4-1 ParallelBranch STARTED",
                      "4-1-1 Step SUCCEEDED",
                      "4-1 ParallelBranch SUCCEEDED",
                      "4-2 ParallelBranch STARTED",
                      "4-2-1 Command SUCCEEDED",
                      "4-2 ParallelBranch SUCCEEDED",
                      "4 Parallel SUCCEEDED",
                      "5 Compensation SUCCEEDED");
            });
  }
}
