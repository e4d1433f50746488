package dev.foliot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackgroundThreadTests {
  // Whoever asks for work that nobody waits for must not fail, and may ask again
  @Test
  void refusesWorkWhenNoThreadCanBeMade() {
    try (var background =
        new BackgroundThread(
            work -> {
              throw new InternalError("unable to create native thread");
            })) {
      assertThat(background.run(() -> {})).isFalse();
    }
  }
}
