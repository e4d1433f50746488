package dev.foliot.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTargetTests {

  @Test
  void readsPlacesOfTheLog() {
    assertThat(CheckpointTarget.parse(" start ").position()).isZero();
    assertThat(CheckpointTarget.parse("4711").position()).isEqualTo(4711);
    assertThat(CheckpointTarget.parse("end").position()).isNull();
  }

  @Test
  void readsInstants() {
    assertThat(CheckpointTarget.parse("2026-01-31T12:00:00Z").instant())
        .isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
  }

  @Test
  void refusesPositionBeforeTheLog() {
    assertThatThrownBy(() -> CheckpointTarget.position(-5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A checkpoint cannot be moved to position -5: the log begins after position 0.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-5", "yesterday", "99999999999999999999", "2026-01-31"})
  void saysWhatATargetLooksLike(String text) {
    assertThatThrownBy(() -> CheckpointTarget.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A checkpoint cannot be moved to \"%s\". Give start, end, a position of the log such as 4711, or an instant such as 2026-01-31T12:00:00Z.",
            text);
  }
}
