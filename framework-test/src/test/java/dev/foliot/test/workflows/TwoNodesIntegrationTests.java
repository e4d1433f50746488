package dev.foliot.test.workflows;

import static dev.foliot.test.workflows.Nodes.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.foliot.Engine;
import dev.foliot.test.workflows.Nodes.Node;
import dev.foliot.workflow.Callback;
import dev.foliot.workflow.CallbackClosedException;
import dev.foliot.workflow.CallbackClosedException.Reason;
import dev.foliot.workflow.DurableFunction;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.journal.RunExport;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two applications on one database (R54, R57). */
class TwoNodesIntegrationTests {
  private static final String BETWEEN_STATEMENTS = "--test.between-statements=true";

  private final Nodes nodes = new Nodes(RunDatabase.fresh());

  @AfterEach
  void end() {
    nodes.close();
  }

  private static void awaitLatch(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void oneOfTwoNodesCompletesACallback() throws Exception {
    Node one = nodes.running(BETWEEN_STATEMENTS);
    Node two = nodes.running();
    CountDownLatch created = new CountDownLatch(1);
    one.scripted.code =
        (ctx, input) -> {
          Callback<String> callback = ctx.createCallback("answer", String.class);
          ctx.step("given", step -> created.countDown());
          return callback.get();
        };
    two.scripted.code = one.scripted.code;
    RunHandle<String> run = one.start("r-1");
    awaitLatch(created);
    CompletableFuture<Void> other =
        one.dataSource(BetweenStatements.class)
            .after(
                sql -> sql.matches("(?s)update \\S*foliot_wait\\s.*payload.*"),
                () -> two.workflows.completeCallback("r-1/1", "two"));

    one.workflows.completeCallback("r-1/1", "one");

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(other::join)
        .havingCause()
        .isInstanceOfSatisfying(
            CallbackClosedException.class, e -> assertThat(e.reason()).isEqualTo(Reason.COMPLETED));
    assertThat(run.await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.result()).contains("one");
  }

  @Test
  void anotherNodeCompletesACallbackDuringAnInvocation() {
    Node one = nodes.running();
    Node two = nodes.running();
    one.scripted.code =
        (ctx, input) -> {
          Callback<String> callback = ctx.createCallback("answer", String.class);
          ctx.step("given", step -> two.workflows.completeCallback(callback.id(), "two"));
          return callback.get();
        };
    two.scripted.code = one.scripted.code;

    RunHandle<String> run = one.start("r-1");

    assertThat(run.await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.result()).contains("two");
    assertThat(one.workflows.show("r-1").orElseThrow().run().invocations()).isEqualTo(2);
  }

  @Test
  void exportHasTheJournalOfItsRound() throws Exception {
    Node one = nodes.running(BETWEEN_STATEMENTS);
    CountDownLatch created = new CountDownLatch(1);
    CompletableFuture<Boolean> again =
        new CompletableFuture<Boolean>().orTimeout(120, TimeUnit.SECONDS);
    one.scripted.code =
        (ctx, input) -> {
          boolean isFirst = ctx.info().round() == 0;
          Callback<String> callback = ctx.createCallback("answer", String.class);
          ctx.step(
              "given",
              step -> {
                if (isFirst) {
                  created.countDown();
                } else {
                  again.complete(true);
                }
              });
          String answer = callback.get();
          return isFirst ? ctx.continueAsNew(answer) : answer;
        };
    one.start("r-1");
    awaitLatch(created);
    Thread reader = Thread.currentThread();
    one.dataSource(BetweenStatements.class)
        .after(
            sql ->
                Thread.currentThread() == reader
                    && sql.matches("(?s)select .* from \\S*foliot_run where id = \\?"),
            () -> {
              one.workflows.completeCallback("r-1/1", "again");
              again.join();
            });

    RunExport saved = RunExport.fromJson(one.workflows.export("r-1").orElseThrow());

    assertThat(saved.run().info().round()).isOne();
    assertThat(saved.run().input()).isEqualTo("\"again\"");
    assertThat(saved.entries().get(0).details().target()).isEqualTo("r-1/~1-1");
  }

  /** The node stands still: its lease expires while a step runs, and another node goes on. */
  @Test
  void stepThatOutlivesTheLeaseOfItsNodeStoresNothing() throws Exception {
    Node one = nodes.running(Nodes.SHORT_LEASE);
    Stopped first = new Stopped();
    one.scripted.code = twoSteps("one", first, one.scripted);
    one.start("r-1");
    awaitLatch(first.reached);
    Node two = nodes.running(Nodes.NO_ENGINE);
    Stopped second = new Stopped();
    two.scripted.code = twoSteps("two", second, two.scripted);
    try (Connection stall = stallHeartbeats(one)) {
      two.engine().start();
      awaitLatch(second.reached); // the lease has expired
      stall.rollback();
    }

    first.goOn.countDown();
    one.context.close(); // after its step
    second.goOn.countDown();

    assertThat(two.handle("r-1").await(LONG)).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(two.handle("r-1").result()).contains("two two");
    assertThat(one.scripted.ran).containsExactly("first");
    assertThat(two.scripted.ran).containsExactly("first", "second");
  }

  /** A body that stops. */
  private static final class Stopped {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);
  }

  private static DurableFunction<String, String> twoSteps(
      String node, Stopped stopped, Scripted scripted) {
    return (ctx, input) -> {
      String first =
          ctx.step(
              "first",
              String.class,
              step -> {
                scripted.did("first");
                stopped.reached.countDown();
                stopped.goOn.await(120, TimeUnit.SECONDS);
                return node;
              });
      String second =
          ctx.step(
              "second",
              String.class,
              step -> {
                scripted.did("second");
                return node;
              });
      return first + " " + second;
    };
  }

  /** The lease of the node is not renewed until the transaction of the connection ends. */
  private static Connection stallHeartbeats(Node node) throws SQLException {
    Connection connection = node.dataSource(DataSource.class).getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("select node from foliot_node for update").close();
    }
    return connection;
  }

  @Test
  void waitingRunsAddNothingToTheIdleCyclesOfTwoNodes() {
    Node one = nodes.stepped("--test.count-statements=true");
    Node two = nodes.stepped("--test.count-statements=true");
    Engine first = one.stepped();
    Engine second = two.stepped();
    one.scripted.code =
        (ctx, input) -> {
          ctx.wait("day", Duration.ofDays(1));
          return input;
        };
    two.scripted.code = one.scripted.code;
    first.run();
    second.run();
    int ofOne = looksOfAnIdleCycle(one, first);
    int ofTwo = looksOfAnIdleCycle(two, second);

    for (int i = 0; i < 50; i++) {
      one.start("r-" + i);
    }
    first.run();
    second.run();

    assertThat(looksOfAnIdleCycle(one, first)).isEqualTo(ofOne).isPositive();
    assertThat(looksOfAnIdleCycle(two, second)).isEqualTo(ofTwo).isPositive();
    assertThat(one.workflows.handle("r-49").status()).isEqualTo(RunStatus.WAITING);
  }

  private static int looksOfAnIdleCycle(Node node, Engine engine) {
    return node.dataSource(CountStatements.class).looksOfAnIdleCycle(engine);
  }
}
