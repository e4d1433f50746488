package dev.foliot.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class GivenTests {
  @Test
  void saysWhatBelongsThere() {
    assertThat(Given.text("id", "repository.get", "an id")).isEqualTo("id");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Given.value(null, "domain.process", "a command"))
        .withMessage("domain.process was given null. Give it a command.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Given.text(" ", "repository.get", "an id"))
        .withMessage("repository.get was given a blank text. Give it an id.");
  }
}
