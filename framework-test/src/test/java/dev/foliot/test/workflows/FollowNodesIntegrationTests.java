package dev.foliot.test.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.foliot.test.workflows.Nodes.Node;
import dev.foliot.workflow.DurableFunction;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node follows the runs that other nodes execute. */
class FollowNodesIntegrationTests {
  private static final boolean H2 = System.getProperty("foliot.test.database", "h2").equals("h2");
  private static final Duration AT_MOST = Duration.ofMinutes(2);
  private static final String SOON = "--foliot.live.poll-interval=20ms";
  private static final String NEVER = "--foliot.live.poll-interval=1h";

  private final Nodes nodes = new Nodes(RunDatabase.fresh());

  @AfterEach
  void end() {
    nodes.close();
  }

  /** A body that waits for the test, twice. */
  private static final class Steps {
    final CountDownLatch first = new CountDownLatch(1);
    final CountDownLatch second = new CountDownLatch(1);

    DurableFunction<String, String> code(String node) {
      return (ctx, input) -> {
        ctx.emit(node + " begins");
        ctx.step("first", step -> first.await(120, TimeUnit.SECONDS));
        ctx.emit(node + " goes on");
        ctx.step("second", step -> second.await(120, TimeUnit.SECONDS));
        ctx.emit(node + " ends");
        return "end";
      };
    }
  }

  private static Follower follow(Node node) {
    Follower follower = Follower.unlimited();
    node.workflows.follow("r-1", 0).subscribe(follower);
    return follower;
  }

  private static void awaitLast(Follower follower, String value) {
    await().atMost(AT_MOST).until(() -> follower.values.contains(value));
  }

  /** With PostgreSQL by notifications alone. After the first step, another node has the run. */
  @Test
  void followerOfAnotherNodeGetsEachEventAtOnce() throws InterruptedException {
    Steps one = new Steps();
    Steps two = new Steps();
    Node executing = nodes.running(H2 ? SOON : NEVER);
    executing.scripted.code = one.code("one");
    executing.start("r-1");
    Node following = nodes.running(H2 ? SOON : NEVER);
    following.scripted.code = two.code("two");
    Follower follower = follow(following);
    awaitLast(follower, "one begins");

    one.first.countDown();
    awaitLast(follower, "one goes on");
    executing.jdbc.update("update foliot_run set owner = 'node-dead'"); // as if it were dead
    two.second.countDown();

    assertThat(follower.over.await(120, TimeUnit.SECONDS)).isTrue();
    one.second.countDown();
    assertThat(follower.values).containsExactly("one begins", "one goes on", "two ends");
    assertThat(follower.end).containsExactly("complete");
  }

  @Test
  void pollFindsWhatNoNodeHasNotifiedOf() throws InterruptedException {
    String silent = "--foliot.engine.notifications=false";
    Steps steps = new Steps();
    Node executing = nodes.running(silent);
    executing.scripted.code = steps.code("one");
    executing.start("r-1");
    Node following = nodes.running(silent, SOON, Nodes.NO_ENGINE);
    Follower follower = follow(following);
    awaitLast(follower, "one begins");

    steps.first.countDown();
    awaitLast(follower, "one goes on");
    steps.second.countDown();

    assertThat(follower.over.await(120, TimeUnit.SECONDS)).isTrue();
    assertThat(follower.values).containsExactly("one begins", "one goes on", "one ends");
    assertThat(follower.end).containsExactly("complete");
  }
}
