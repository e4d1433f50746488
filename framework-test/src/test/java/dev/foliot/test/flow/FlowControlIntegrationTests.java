package dev.foliot.test.flow;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.foliot.EngineRun;
import dev.foliot.message.Priority;
import dev.foliot.test.flow.Limited.Batched;
import dev.foliot.test.flow.Limited.Debounced;
import dev.foliot.test.flow.Limited.DebouncedInTurn;
import dev.foliot.test.flow.Limited.Newest;
import dev.foliot.test.flow.Limited.Once;
import dev.foliot.test.flow.Limited.Order;
import dev.foliot.test.flow.Limited.Parent;
import dev.foliot.test.flow.Limited.Placed;
import dev.foliot.test.flow.Limited.Rated;
import dev.foliot.test.flow.Limited.Single;
import dev.foliot.test.flow.Limited.Throttled;
import dev.foliot.test.workflows.Follower;
import dev.foliot.workflow.RunFilter;
import dev.foliot.workflow.RunHandle;
import dev.foliot.workflow.RunOptions;
import dev.foliot.workflow.RunStatus;
import dev.foliot.workflow.RunSummary;
import dev.foliot.workflow.SentEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What each policy does with starts (R60): cases I28, I29 and I30. */
class FlowControlIntegrationTests extends FlowTest {
  @Autowired PlatformTransactionManager manager;

  // ---- singleton (I28)

  @Test
  void singletonRunsOneOfFiftyStarts() {
    code.body = FlowTest::waitAnHour;
    for (int i = 0; i < 50; i++) {
      start(Single.class, "c", "r-" + i);
    }
    engine.run();

    assertThat(code.ran).containsExactly("r-0");
    assertThat(status("r-49")).isEqualTo(RunStatus.SKIPPED);
    assertThat(reason("r-49")).isEqualTo("Singleton: Run r-0 has not ended.");
    assertThat(workflows.list(RunFilter.of("single").with(RunStatus.SKIPPED))).hasSize(49);
    advance(ofHours(1));
    start(Single.class, "c", "after");
    engine.run();
    assertThat(code.ran).containsExactly("r-0", "after");
  }

  @Test
  void singletonWithoutAKeyRunsBoth() {
    code.body = FlowTest::waitAnHour;
    workflows.start(Single.class, new Order("c", "one", false));
    workflows.start(Single.class, new Order("c", "two", false));
    engine.run();

    assertThat(code.ran).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void keyMayHaveACharacterThatDatabasesRefuse() {
    code.body = FlowTest::waitAnHour;
    start(Single.class, "c\0", "one");
    start(Single.class, "c ", "other");
    start(Single.class, "c\0", "two");
    start(Throttled.class, "c\0", "throttled");
    engine.run();

    assertThat(code.ran).containsExactlyInAnyOrder("one", "other", "throttled");
    assertThat(status("two")).isEqualTo(RunStatus.SKIPPED);
  }

  @Test
  void newestSingletonCancelsTheOther() {
    code.body = FlowTest::waitAnHour;
    start(Newest.class, "c", "one");
    start(Newest.class, "d", "other");
    engine.run();
    start(Newest.class, "c", "two");
    engine.run();

    assertThat(status("one")).isEqualTo(RunStatus.CANCELLED);
    assertThat(status("two")).isEqualTo(RunStatus.WAITING);
    assertThat(status("other")).isEqualTo(RunStatus.WAITING);
  }

  // ---- throttle, rate limit, idempotency (I29)

  @Test
  void throttleDelaysAndDropsNothing() {
    for (int i = 0; i < 5; i++) {
      start(Throttled.class, "c", "r-" + i);
    }
    start(Throttled.class, "d", "other");
    engine.run();
    assertThat(code.ran).containsExactlyInAnyOrder("r-0", "r-1", "other");

    EngineRun run = engine.run();
    assertThat(run.toString()).contains("waits for its turn in the queue throttle:c");
    advance(ofSeconds(9));
    assertThat(code.ran).hasSize(3);
    advance(ofSeconds(1));
    assertThat(code.ran).endsWith("r-2");
    advance(ofSeconds(10));
    assertThat(code.ran).endsWith("r-3");
    advance(ofSeconds(10));

    assertThat(code.ran).endsWith("r-4").hasSize(6);
    assertThat(status("r-4")).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void priorityReordersTheQueue() {
    start(Throttled.class, "c", "one");
    start(Throttled.class, "c", "two");
    start(Throttled.class, "c", "late", RunOptions.id("late").withPriority(Priority.BACKFILL));
    engine.run();
    start(Throttled.class, "c", "three");
    engine.run();

    advance(ofSeconds(10));
    advance(ofSeconds(10));

    assertThat(code.ran).containsExactly("one", "two", "three", "late");
  }

  @Test
  void queuedRunTimesOut() {
    start(Throttled.class, "c", "one");
    start(Throttled.class, "c", "two");
    start(Throttled.class, "c", "late", RunOptions.id("late").withStartTimeout(ofSeconds(5)));
    start(Throttled.class, "c", "next");
    engine.run();

    advance(ofSeconds(5));
    assertThat(status("late")).isEqualTo(RunStatus.TIMED_OUT);
    advance(ofSeconds(5));

    assertThat(code.ran).containsExactly("one", "two", "next");
  }

  @Test
  void queuedRunIsCancelledAndTerminated() {
    for (String id : List.of("one", "two", "cancelled", "terminated", "next")) {
      start(Throttled.class, "c", id);
    }
    engine.run();

    workflows.handle("cancelled").cancel();
    workflows.handle("terminated").terminate();
    engine.run();
    advance(ofSeconds(10));

    assertThat(status("cancelled")).isEqualTo(RunStatus.CANCELLED);
    assertThat(code.ran).containsExactly("one", "two", "next");
  }

  @Test
  void delayedStartsAreThrottledWhenTheyAreDue() {
    for (int i = 0; i < 3; i++) {
      start(Throttled.class, "c", "r-" + i, RunOptions.id("r-" + i).after(ofHours(1)));
    }
    start(Throttled.class, "c", "now");
    engine.run();
    assertThat(code.ran).containsExactly("now");

    advance(ofHours(1));
    assertThat(code.ran).hasSize(3);
    advance(ofSeconds(10));

    assertThat(code.ran).hasSize(4);
  }

  @Test
  void rateLimitSkips() {
    for (int i = 0; i < 3; i++) {
      start(Rated.class, "c", "r-" + i);
    }
    start(Rated.class, "d", "other");
    engine.run();

    assertThat(code.ran).containsExactlyInAnyOrder("r-0", "r-1", "other");
    assertThat(status("r-2")).isEqualTo(RunStatus.SKIPPED);
    assertThat(reason("r-2")).startsWith("RateLimit: 2 starts were admitted since ");
    assertThat(workflows.handle("r-2").await(Duration.ZERO)).isEqualTo(RunStatus.SKIPPED);
    clock.advance(ofSeconds(60));
    start(Rated.class, "c", "r-3");
    engine.run();
    assertThat(code.ran).endsWith("r-3");
  }

  @Test
  void skippedRunIsNotRetried() {
    for (int i = 0; i < 3; i++) {
      start(Rated.class, "c", "r-" + i);
    }

    assertThatThrownBy(() -> workflows.retry("r-2"))
        .hasMessageContaining("flow control did not admit it, so it has never begun");
  }

  @Test
  void forkTakesItsTurn() {
    start(Throttled.class, "c", "one");
    start(Throttled.class, "c", "two");
    engine.run();

    RunHandle<?> fork = workflows.fork("one", "s", RunOptions.id("fork"));
    engine.run();
    assertThat(fork.status()).isEqualTo(RunStatus.PENDING);
    advance(ofSeconds(10));

    assertThat(fork.status()).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void repeatedStartReturnsTheFirstRun() {
    RunHandle<String> first = start(Once.class, "c", "o-1", RunOptions.id("one"));
    RunHandle<String> second = start(Once.class, "c", "o-1", RunOptions.id("two"));
    RunHandle<String> again = start(Once.class, "c", "o-1", RunOptions.id("two"));
    engine.run();

    assertThat(first.id()).isEqualTo("one");
    assertThat(second.id()).isEqualTo("one");
    assertThat(again.id()).isEqualTo("one");
    assertThat(second.result()).contains("o-1");
    assertThat(code.ran).containsExactly("o-1");
    assertThat(reason("two")).isEqualTo("Idempotent: Run one was started with the same key.");
    clock.advance(ofHours(1));
    assertThat(start(Once.class, "c", "o-1", RunOptions.id("three")).id()).isEqualTo("three");
  }

  @Test
  void sameIdCountsOnce() {
    start(Rated.class, "c", "r-0");
    start(Rated.class, "c", "r-0");
    start(Rated.class, "c", "r-1");

    assertThat(status("r-1")).isEqualTo(RunStatus.PENDING);
    assertThat(start(Rated.class, "c", "r-1").status()).isEqualTo(RunStatus.PENDING);
  }

  @Test
  void rolledBackStartCountsNowhere() {
    assertThatThrownBy(
            () ->
                new TransactionTemplate(manager)
                    .executeWithoutResult(
                        status -> {
                          start(Once.class, "c", "o-1");
                          throw new IllegalStateException("undone");
                        }))
        .hasMessage("undone");

    start(Once.class, "c", "o-1");
    engine.run();

    assertThat(code.ran).containsExactly("o-1");
  }

  // ---- debounce

  @Test
  void debounceRunsTheLastStart() {
    start(Debounced.class, "c", "one");
    advance(ofSeconds(9));
    start(Debounced.class, "d", "other");
    start(Debounced.class, "c", "two");
    advance(ofSeconds(9));
    assertThat(code.ran).isEmpty();
    assertThat(status("one")).isEqualTo(RunStatus.SKIPPED);
    assertThat(reason("one"))
        .isEqualTo(
            "Debounce: Run two was started within the debounce period, and replaces this run.");

    advance(ofSeconds(1));

    assertThat(code.ran).containsExactlyInAnyOrder("two", "other");
  }

  @Test
  void streamEndsWithTheReplacedRun() {
    start(Debounced.class, "c", "one");
    Follower follower = Follower.unlimited();
    workflows.follow("one", 0).subscribe(follower);
    assertThat(follower.end).isEmpty();

    start(Debounced.class, "c", "two");

    assertThat(follower.end).containsExactly("complete");
  }

  @Test
  void queuedRunIsNotReplacedByAClockThatIsBehind() {
    code.body =
        (ctx, order) -> {
          if (order.id().equals("one")) {
            queueOnAnotherNode("two");
            clock.set(clock.instant().minusSeconds(1));
            start(DebouncedInTurn.class, "d", "three");
            clock.advance(ofSeconds(1));
          }
          return order.id();
        };
    start(DebouncedInTurn.class, "c", "one");
    start(DebouncedInTurn.class, "d", "two");
    advance(ofSeconds(10));
    advance(ofSeconds(10));

    assertThat(reason("one")).isEqualTo("none");
    assertThat(code.ran).containsExactly("one", "two", "three");
  }

  /** As if another node had claimed it while all places are taken. */
  private void queueOnAnotherNode(String id) {
    String sql =
        """
        update foliot_run
           set queue = concat('concurrency:', concurrency_key), queued_at = due_at, due_at = null
         where id = ?""";
    assertThat(jdbc.update(sql, id)).isOne();
  }

  @Test
  void debounceEndsWithItsTimeout() {
    for (int i = 0; i < 4; i++) {
      start(Debounced.class, "c", "r-" + i);
      advance(ofSeconds(8));
    }

    assertThat(code.ran).containsExactly("r-3");
  }

  @Test
  void limitsOfTimeCountFromTheDueTime() {
    start(Debounced.class, "c", "one", RunOptions.id("one").withStartTimeout(ofSeconds(5)));

    advance(ofSeconds(10));

    assertThat(status("one")).isEqualTo(RunStatus.SUCCEEDED);
  }

  @Test
  void debouncedStartHasNoDueTime() {
    assertThatThrownBy(
            () -> start(Debounced.class, "c", "o", RunOptions.defaults().after(ofSeconds(1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Workflow debounced has @Debounce or @Batch");
  }

  // ---- batch (I30)

  private RunHandle<List<String>> add(String customer, String id) {
    return workflows.start(
        Batched.class, List.of(Order.of(customer, id)), RunOptions.id("start-" + id));
  }

  @Test
  void batchRunsWhenItIsFull() {
    RunHandle<List<String>> first = add("c", "1");
    add("d", "x");
    RunHandle<List<String>> second = add("c", "2");
    engine.run();
    assertThat(code.ran).isEmpty();

    add("c", "3");
    engine.run();

    assertThat(code.ran).containsExactly("[1, 2, 3]");
    assertThat(second.id()).isEqualTo(first.id()).isEqualTo("start-1");
    assertThat(second.result()).contains(List.of("1", "2", "3"));
    assertThat(reason("start-2")).isEqualTo("Batch: Its input is part of run start-1.");
  }

  @Test
  void batchRunsWhenItsTimeIsOver() {
    add("c", "1");
    add("c", "2");
    assertThat(add("c", "2").id()).isEqualTo("start-1");

    advance(ofSeconds(10));

    assertThat(code.ran).containsExactly("[1, 2]");
    assertThat(add("c", "3").id()).isEqualTo("start-3");
  }

  @Test
  void singleElementIsAListOfOne() {
    workflows.start("batched", Order.of("c", "1"), RunOptions.defaults());
    workflows.start("batched", Order.of("c", "2"), RunOptions.defaults());

    advance(ofSeconds(10));

    assertThat(code.ran).containsExactly("[1, 2]");
  }

  /** An earlier version may have stored it, or its key is missing for the moment. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | FAILED",
        "[{\"customer\": []}] | FAILED",
        "foliot:encrypted:lost:AA | RUNNING",
      })
  void batchThatCannotBeReadBlocksNoOther(String stored, RunStatus ends) {
    add("c", "1");
    jdbc.update("update foliot_run set input = ? where id = 'start-1'", stored);

    RunHandle<List<String>> second = add("c", "2");
    RunHandle<List<String>> third = add("c", "3");
    advance(ofSeconds(10));

    assertThat(third.id()).isEqualTo(second.id()).isEqualTo("start-2");
    assertThat(code.ran).containsExactly("[2, 3]");
    assertThat(workflows.handle("start-1").status()).isEqualTo(ends);
  }

  // ---- events

  @Test
  void startsByEventsPassFlowControl() {
    SentEvent first = workflows.send(new Placed("c", "1"));
    SentEvent second = workflows.send(new Placed("c", "2"));
    engine.run();

    String batch = workflows.list(RunFilter.of("collecting").with(RunStatus.SUCCEEDED)).get(0).id();
    assertThat(workflows.handle(batch, Limited.Collecting.class).result())
        .contains(List.of("1", "2"));
    assertThat(first.runIds()).contains(batch);
    assertThat(second.runIds()).contains(batch).hasSize(2);
    assertThat(workflows.list(RunFilter.of("triggered")))
        .extracting(RunSummary::status)
        .containsExactlyInAnyOrder(RunStatus.SUCCEEDED, RunStatus.SKIPPED);
  }

  // ---- child runs

  @Test
  void skippedChildFailsItsInvoke() {
    start(Rated.class, "c", "r-0");
    start(Rated.class, "c", "r-1");
    RunHandle<String> parent = workflows.start(Parent.class, "rated");

    engine.run();

    assertThat(parent.status()).isEqualTo(RunStatus.FAILED);
    assertThat(parent.error().orElseThrow().message()).contains("2 starts were admitted since");
  }

  @Test
  void childWhoseInputCannotBeReadFailsItsInvoke() {
    RunHandle<String> parent = workflows.start(Parent.class, "batched");

    engine.run();

    assertThat(parent.status()).isEqualTo(RunStatus.FAILED);
    assertThat(parent.error().orElseThrow().message()).contains("cannot be read as java.util.List");
  }

  @Test
  void childIsNoRepetition() {
    RunHandle<String> one = workflows.start(Parent.class, "once");
    RunHandle<String> two = workflows.start(Parent.class, "once");

    engine.run();

    assertThat(List.of(one.status(), two.status())).containsOnly(RunStatus.SUCCEEDED);
  }

  @Test
  void childrenAreThrottled() {
    List<RunHandle<String>> parents = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      parents.add(workflows.start(Parent.class, "throttled"));
    }
    engine.run();
    assertThat(code.ran).hasSize(2);

    advance(ofSeconds(10));

    assertThat(parents).allSatisfy(run -> assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED));
  }
}
