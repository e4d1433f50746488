package dev.foliot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R25: the decisions of an error method. */
class ErrorDecisionTests {

  @Test
  void decisionsAreValues() {
    assertThat(ErrorDecision.retry()).isEqualTo(ErrorDecision.retry());
    assertThat(ErrorDecision.park()).isEqualTo(ErrorDecision.park());
    assertThat(ErrorDecision.skip()).isEqualTo(ErrorDecision.skip());
    assertThat(ErrorDecision.retryAfter(Duration.ZERO))
        .isEqualTo(ErrorDecision.retryAfter(Duration.ZERO))
        .isNotEqualTo(ErrorDecision.retryAfter(Duration.ofDays(365)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-0.001S", "P365DT1S"})
  void refusesPauseThatCannotBe(Duration pause) {
    assertThatThrownBy(() -> ErrorDecision.retryAfter(pause))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A message cannot be tried again after %s. Give ErrorDecision.retryAfter a pause from zero to PT8760H."
                .formatted(pause));
  }
}
