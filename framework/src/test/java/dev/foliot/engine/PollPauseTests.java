package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PollPauseTests {
  private static final Duration CONFIGURED = Duration.ofMillis(300);
  private final AtomicBoolean told = new AtomicBoolean(true);
  private final PollPause pause = new PollPause(CONFIGURED, told::get);

  @Test
  void growsToASecondWhileIdle() {
    assertThat(pause.after(true)).isEqualTo(Duration.ofMillis(600));
    assertThat(pause.after(true)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pause.after(true)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void isTheConfiguredOneAsSoonAsSomethingHappens() {
    pause.after(true);

    assertThat(pause.after(false)).isEqualTo(CONFIGURED);
    assertThat(pause.after(true)).isEqualTo(Duration.ofMillis(600));
  }

  @Test
  void isTheConfiguredOneWhileNobodyTells() {
    pause.after(true);
    told.set(false);

    assertThat(pause.after(true)).isEqualTo(CONFIGURED);
    assertThat(pause.after(true)).isEqualTo(CONFIGURED);
  }

  @Test
  void keepsALongerConfiguredOne() {
    Duration hour = Duration.ofHours(1);

    assertThat(new PollPause(hour, () -> true).after(true)).isEqualTo(hour);
  }
}
