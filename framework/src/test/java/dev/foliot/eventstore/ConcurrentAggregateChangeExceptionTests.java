package dev.foliot.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcurrentAggregateChangeExceptionTests {
  private final StreamName stream = new StreamName("order", "42");

  @Test
  void saysWhatWasExpectedAndMet() {
    var conflict = ConcurrentAggregateChangeException.at(7, stream, 6);

    assertThat(conflict)
        .hasMessage(
            "Stream order-42 is at version 7, expected 6: another transaction changed it. Load it again and retry.");
  }

  @Test
  void saysThatTheVersionIsNotKnown() {
    var cause = new IllegalStateException();

    var conflict = ConcurrentAggregateChangeException.atUnknownVersion(stream, 6, cause);

    assertThat(conflict)
        .hasMessage(
            "Stream order-42 is at another version (which one is not known), expected 6: another transaction changed it. Load it again and retry.")
        .hasCause(cause);
    assertThat(conflict.actualVersion()).isEmpty();
    assertThat(conflict.expectedVersion()).isEqualTo(6);
  }
}
