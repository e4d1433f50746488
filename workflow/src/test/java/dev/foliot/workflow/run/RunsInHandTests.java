package dev.foliot.workflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.workflow.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The runs that a node executes on threads. */
class RunsInHandTests {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final CountDownLatch leave = new CountDownLatch(1);
  private final List<String> executed = new CopyOnWriteArrayList<>();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger threads = new AtomicInteger();
  private final RunsInHand runs =
      new RunsInHand("n", 3, this::thread, this::execute, () -> {}, lost::incrementAndGet);

  /** The second thread cannot be started. */
  private Thread thread(Runnable code) {
    if (threads.incrementAndGet() == 2) {
      throw new OutOfMemoryError("unable to create native thread");
    }
    Thread thread = new Thread(code);
    thread.setUncaughtExceptionHandler((of, expected) -> {});
    return thread;
  }

  private boolean execute(RunRow run) {
    try {
      leave.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (run.id().equals("broken")) {
      throw new StackOverflowError();
    }
    return executed.add(run.id());
  }

  private static RunRow run(String id) {
    return new RunRow(
        new RunRow.Identity(id, "w", 1, 5, 1, null, null, new UUID(0, 1), null, null, null),
        "null",
        RunStatus.RUNNING,
        null,
        "n",
        1,
        0,
        1,
        0,
        null,
        null,
        false,
        RunRow.Times.of(Instant.EPOCH),
        RunRow.Flow.NONE);
  }

  @AfterEach
  void end() {
    leave.countDown();
    runs.end(LONG);
  }

  @Test
  void runWithoutAThreadIsGivenBack() {
    List.of("r-1", "r-2", "r-3").forEach(id -> runs.execute(run(id)));

    assertThat(lost).hasValue(1);
    assertThat(runs.ids()).containsExactly("r-1", "r-3");
    leave.countDown();
    runs.end(LONG);
    assertThat(executed).containsExactlyInAnyOrder("r-1", "r-3");
  }

  @Test
  void runThatComesAfterTheEndIsGivenBack() {
    runs.end(LONG);

    runs.execute(run("r-1"));

    assertThat(lost).hasValue(1);
    assertThat(runs.ids()).isEmpty();
  }

  @Test
  void roomIsForASecondRunOfEachThread() {
    assertThat(runs.room()).isEqualTo(6);

    runs.execute(run("r-1"));

    assertThat(runs.room()).isEqualTo(5);
    assertThat(runs.hasRoom()).isTrue();
  }

  @Test
  void runWhoseExecutionThrowsIsGivenBack() {
    leave.countDown();

    runs.execute(run("broken"));
    runs.end(LONG);

    assertThat(lost).hasValue(1);
    assertThat(runs.ids()).isEmpty();
  }
}
