package dev.foliot.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;

/** Options as a person types them. */
class CommandLineTests {
  private static CommandLine typed(String option) {
    return new CommandLine(new DefaultApplicationArguments("foliot", "remove", option));
  }

  @Test
  void flagIsSetWithoutAValue() {
    assertThat(typed("--yes").flag("yes")).isTrue();
    assertThat(typed("--yes=true").flag("yes")).isTrue();
    assertThat(typed("--all").flag("yes")).isFalse();
  }

  @Test
  void flagWithTheValueFalseIsNotSet() {
    assertThat(typed("--yes=false").flag("yes")).isFalse();
  }

  @Test
  void refusesAnotherValueOfAFlag() {
    assertThatExceptionOfType(WrongUsageException.class)
        .isThrownBy(() -> typed("--yes=no").flag("yes"))
        .withMessage(
            "--yes is set without a value, or with true or false, not with \"no\". See foliot help.");
  }

  @Test
  void tooLargeLimitIsTheLargest() {
    assertThat(typed("--limit=9999999999").limit(10)).isEqualTo(10_000);
    assertThat(typed("--limit=9999999999").count("limit", 10)).isEqualTo(Integer.MAX_VALUE);
    assertThat(typed("--limit=7").limit(10)).isEqualTo(7);
    assertThat(typed("--yes").limit(10)).isEqualTo(10);
  }
}
