package dev.foliot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** R12: options that cannot have an effect are refused. */
class CommandOptionsTests {
  @Test
  void repeatsAreKnownByAKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CommandOptions.none().refuseRepeats().toSendOptions())
        .withMessage(
            "The command options refuse repeats, but have no idempotency key. Add idempotencyKey(…), or leave refuseRepeats() out.");
    assertThat(CommandOptions.none().refuseRepeats().idempotencyKey("k").toSendOptions())
        .isEqualTo(CommandOptions.none().idempotencyKey("k").refuseRepeats().toSendOptions());
  }
}
