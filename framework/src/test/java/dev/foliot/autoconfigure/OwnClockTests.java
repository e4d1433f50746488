package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Foliot's own clock bean takes no place of the application's. */
class OwnClockTests {
  record Shop(InstantSource time) {}

  @Test
  void injectsTheClockOfTheApplicationAsAnInstantSource() {
    FoliotRunner.empty()
        .withBean("wallClock", Clock.class, Clock::systemUTC)
        .withBean(Shop.class)
        .run(
            context ->
                assertThat(context.getBean(Shop.class).time())
                    .isSameAs(context.getBean("wallClock")));
  }
}
