package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignalTests {
  @Test
  void isReadByOthersOnly() {
    assertThat(Signal.read(Signal.COMMITTED.from("a"), "b")).contains(Signal.COMMITTED);
    assertThat(Signal.read(Signal.OWNERSHIP.from("a"), "b")).contains(Signal.OWNERSHIP);
    assertThat(Signal.read(Signal.COMMITTED.from("a"), "a")).isEmpty();
  }

  @Test // of a newer version, or of somebody else
  void passesWhatItDoesNotKnow() {
    assertThat(Signal.read("NEWER a", "b")).isEmpty();
    assertThat(Signal.read("", "b")).isEmpty();
  }
}
