package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.foliot.failure.Thrown;
import dev.foliot.work.EveryNodeWork;
import dev.foliot.work.Steps;
import dev.foliot.work.WorkingNode;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BegunWorkTests {
  private final Broken broken = new Broken();

  /** A work of the application, of which one method throws. */
  private static final class Broken implements EveryNodeWork, Steps {
    private @Nullable String method;
    private Thrown thrown = Thrown.ERROR;
    private int steps;

    private void in(String called) {
      if (called.equals(method)) {
        thrown.now();
      }
    }

    @Override
    public String name() {
      return "billing:dunning";
    }

    @Override
    public Steps begin(WorkingNode node) {
      in("begin");
      return this;
    }

    @Override
    public boolean hasWork() {
      in("hasWork");
      return false;
    }

    @Override
    public boolean step() {
      steps++;
      return false;
    }

    @Override
    public Optional<Instant> nextDue() {
      in("nextDue");
      return Optional.of(Instant.EPOCH);
    }

    @Override
    public void wakeUp() {
      in("wakeUp");
    }

    @Override
    public void committedHere() {
      in("committedHere");
    }

    @Override
    public void abandon() {
      in("abandon");
    }
  }

  private BegunWork begun() {
    return new BegunWork(
        broken, () -> broken.begin(new WorkingNode("a", () -> 0, () -> {}, () -> "now()")));
  }

  private void failsOnlyAStep(String method, Thrown thrown, Consumer<BegunWork> call) {
    broken.thrown = thrown;
    broken.method = method;
    BegunWork work = begun();

    call.accept(work);

    assertThat(work.hasWork()).as("a step is due, so that it can fail").isTrue();
    assertThat(catchThrowable(work::step)).hasSameClassAs(thrown.error());
    assertThat(broken.steps).isZero();
    broken.method = null;
    assertThatCode(work::step).doesNotThrowAnyException();
    assertThat(broken.steps).isEqualTo(1);
    assertThat(work.hasWork()).isFalse();
    assertThat(work.nextDue()).contains(Instant.EPOCH);
  }

  @ParameterizedTest
  @EnumSource
  void beginThatThrowsIsRepeatedByASecondStep(Thrown thrown) {
    failsOnlyAStep("begin", thrown, work -> assertThat(work.nextDue()).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void questionThatThrowsFailsAStep(Thrown thrown) {
    failsOnlyAStep("hasWork", thrown, work -> {});
    broken.steps = 0;
    failsOnlyAStep("nextDue", thrown, work -> assertThat(work.nextDue()).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void noticeThatThrowsFailsAStep(Thrown thrown) {
    failsOnlyAStep("wakeUp", thrown, BegunWork::wakeUp);
    broken.steps = 0;
    failsOnlyAStep("committedHere", thrown, BegunWork::committedHere);
  }

  @ParameterizedTest
  @EnumSource
  void abandonedWorkMayThrow(Thrown thrown) {
    broken.thrown = thrown;
    broken.method = "abandon";

    assertThatCode(begun()::abandon).doesNotThrowAnyException();
  }
}
