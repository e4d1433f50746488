package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StepWatchTests {
  private static final Duration LIMIT = Duration.ofNanos(10);

  private final AtomicLong nanos = new AtomicLong(-3); // the origin may be in the future
  private final StepWatch watch = new StepWatch(nanos::get);

  @Test
  void stepLastsFromItsBeginOn() {
    watch.begin();

    nanos.addAndGet(9);
    assertThat(watch.hasLasted(LIMIT)).isFalse();
    nanos.addAndGet(1);
    assertThat(watch.hasLasted(LIMIT)).isTrue();
  }

  @Test
  void pauseBetweenTwoStepsDoesNotCount() {
    watch.begin();
    watch.end();

    nanos.addAndGet(100);

    assertThat(watch.hasLasted(LIMIT)).isFalse();
  }
}
