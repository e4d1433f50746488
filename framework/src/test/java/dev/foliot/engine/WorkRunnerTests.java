package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.foliot.failure.Thrown;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorkRunnerTests {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final AtomicLong nanos = new AtomicLong(1);
  private final Counted work = new Counted();
  private final WakeUp wakeUp = new WakeUp();

  /** Takes one step each time, and throws what it is told to. */
  private static final class Counted implements SteppedPart {
    private Runnable during = () -> {};
    private boolean more = true;
    private int steps;

    @Override
    public String description() {
      return "subscription=mail segment=0";
    }

    @Override
    public boolean hasWork() {
      return more;
    }

    @Override
    public boolean step() {
      steps++;
      during.run();
      return false;
    }

    @Override
    public Optional<Instant> nextDue() {
      return Optional.empty();
    }
  }

  private WorkRunner runner(Executor pool) {
    return new WorkRunner(work, pool, failed -> PAUSE, wakeUp, () -> true, nanos::get);
  }

  @Test
  void endOfAStepWakesTheThreadThatPostponedItsWork() throws InterruptedException {
    work.during = () -> work.more = false;
    runner(Runnable::run).runIfThereIsWork();
    assertThat(wakeUp.await(Duration.ZERO)).isFalse();

    work.more = true;
    wakeUp.postpone();
    runner(Runnable::run).runIfThereIsWork();

    assertThat(wakeUp.await(Duration.ZERO)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void saysWhyItPausesAndGoesOn(Thrown thrown) {
    WorkRunner runner = runner(Runnable::run);
    work.during = thrown::now;

    runner.runIfThereIsWork();
    runner.runIfThereIsWork();

    assertThat(work.steps).as("it pauses").isEqualTo(1);
    assertThat(runner.problem())
        .startsWith("subscription=mail segment=0 cannot continue: ")
        .hasSizeGreaterThan("subscription=mail segment=0 cannot continue: ".length());

    nanos.addAndGet(PAUSE.toNanos());
    work.during = () -> {};
    runner.runIfThereIsWork();

    assertThat(work.steps).isEqualTo(2);
    assertThat(runner.problem()).isNull();
    assertThat(runner.end()).as("nothing is in hand").isTrue();
  }

  @Test
  void goesOnAfterPoolHadNoThreadForIt() {
    WorkRunner runner =
        runner(
            step -> {
              if (work.steps == 0) {
                work.steps++;
                throw new OutOfMemoryError("unable to create native thread");
              }
              step.run();
            });

    runner.runIfThereIsWork();

    assertThat(runner.problem()).contains("unable to create native thread");
    nanos.addAndGet(PAUSE.toNanos());
    runner.runIfThereIsWork();
    assertThat(work.steps).isEqualTo(2);
    assertThat(runner.problem()).isNull();
  }
}
