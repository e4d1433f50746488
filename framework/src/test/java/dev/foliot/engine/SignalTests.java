package dev.foliot.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SignalTests {
  @Test
  void isReadByOthersOnly() {
    assertThat(Signal.read(Signal.COMMITTED.from("a"), "b")).contains(Signal.COMMITTED);
    assertThat(Signal.read(Signal.OWNERSHIP.from("a"), "b")).contains(Signal.OWNERSHIP);
    assertThat(Signal.read(Signal.COMMITTED.from("a"), "a")).isEmpty();
  }

  @Test
  void namesItsSubscription() {
    for (Signal signal : List.of(Signal.awaited("board"), Signal.advanced("a b"))) {
      assertThat(Signal.read(signal.from("node-1"), "node-2")).contains(signal);
      assertThat(Signal.read(signal.from("node-1"), "node-1")).isEmpty();
    }
    assertThat(Signal.read("ADVANCED node-1", "node-2")).isEmpty();
  }

  @Test // of a newer version, or of somebody else
  void passesWhatItDoesNotKnow() {
    assertThat(Signal.read("NEWER a", "b")).isEmpty();
    assertThat(Signal.read("", "b")).isEmpty();
  }
}
